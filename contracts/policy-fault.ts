/** What can be wrong with a policy: each code with what to do about it. `remit policy check` shows both, with the line. */
export const policyFaults = {
  BAD_YAML: 'Mend the YAML; everything in the file is ignored until then.',
  MISSING_FILE: 'Write this file; the sample company in config/ shows its form.',
  UNKNOWN_FILE:
    'Policy is company, people, systems and models.yaml and workflows/*.yaml; take this file out.',
  POLICY_SCHEMA: 'Give the field the form that is named.',
  POLICY_UNKNOWN_FIELD: 'Take the field out, or mend its spelling.',
  NOT_ENFORCED: 'This release does not enforce this yet. Take it out, so that nobody relies on it.',
  BAD_MONEY: "Write money as '50 EUR', with no more decimals than the currency has.",
  BAD_DURATION: "Write a duration as '30s', '15m', '4h' or '14d'.",
  BAD_BUDGET: "Write a cap as '50 EUR' for a goal, '20 EUR per day' or '100 EUR per 30 days' elsewhere.",
  BAD_HOURS: "Write hours as '09:00-17:30'; those of one day may not overlap.",
  BAD_TIMEZONE: "Write an IANA time zone, e.g. 'Europe/Berlin'.",
  DUPLICATE_NAME: 'Give each its own name.',
  NAME_MISMATCH: 'Name the file as the workflow, so that it is found.',
  MISSING_INTAKE: 'Write workflows/intake.yaml: the policy of every goal until it is routed.',
  INTAKE_WRITES: 'Take the write tools out of intake: a goal that nobody has routed changes nothing.',
  UNKNOWN_TOOL: 'No system offers this tool. Mend its name, or start the system and apply again.',
  UNKNOWN_AGENT: 'Name an agent that the workflow lists and a worker offers.',
  UNKNOWN_ROLE: 'Give somebody in people.yaml this role, or name another.',
  ROLE_TOO_SMALL: 'Give more people this role: whoever asked may not approve, and four eyes are two people.',
  UNKNOWN_PERSON: 'Name somebody else of people.yaml.',
  ROLE_LIMITS: 'Raise limits in people.yaml, or nobody could ever approve this.',
  CURRENCY_MIX: 'Write all thresholds of one tool in one currency.',
  MODE_ABOVE_CEILING: 'Start at or below mode_ceiling.',
  WRITE_IN_READ: 'Move the tool to `write` with its rules: its class is write, or not known.',
  READ_NEEDED: 'Facts, verify and done_when may only read: name a tool whose class is read.',
  MISSING_KEY: 'Say by `key` what makes two calls the same effect: it moves money.',
  KEY_DIFFERS:
    'Write the same `key` in each workflow that has the tool: the ledger has one row per tool and key.',
  MISSING_AMOUNT: 'Say by `amount` what the tool moves; thresholds and caps are compared with it.',
  NO_COMPANY_CAP: 'Set budgets.company.money_moved in company.yaml: money moves here.',
  LOOSER_THAN_COMPANY: 'Lower the cap: a workflow may only tighten what company.yaml says.',
  VERIFY_PROVES_NOTHING: 'Use effect.id or before in verify: it must tell this effect from an equal one.',
  FACT_NOT_READ: 'Add an entry to `facts` that reads it, before the one that uses it.',
  FACT_ARGS: 'Give the tool the arguments that its schema asks for.',
  TOO_MANY_READS: 'At most 8 reads in at most 4 rounds.',
  NO_SHAPE: 'The tool has no output schema: give it a `shape:` in systems.yaml.',
  NO_PRICE: 'Give each model a price in a currency that `rate` converts.',
  UNTRUSTED_TEXT:
    'Leave it out: its tool is not marked `reads: private` in systems.yaml, so somebody outside may have written it.',
  NOT_SENDING: 'Take `template` out, or mark in systems.yaml what the tool `sends`.',
  CEL_SYNTAX: 'Mend the expression.',
  CEL_TYPE: "Mend the expression: it does not fit the tool's own schema.",
  CEL_FUNCTION:
    'Use has size string int timestamp duration money minor decimal sum, days_since where time counts, all exists exists_one map filter, startsWith endsWith contains lowerAscii upperAscii trim.',
  CEL_NESTED: 'Take the inner loop out: at most one loop in a rule, two in done_when.',
  CEL_DOUBLE: 'Write decimal("2.5") or money("2.50 EUR"): a literal with a point is a binary float.',
  CEL_LITERAL: 'Mend the literal.',
} as const

export type PolicyFaultCode = keyof typeof policyFaults

/** One fault of a policy. Lines and columns begin at 1. `path` is the place in the file, `tools.write.x.allow`. */
export type PolicyFault = {
  file: string
  line: number
  column: number
  path: string
  code: PolicyFaultCode
  message: string
  fix: string
}

const codes: ReadonlySet<string> = new Set(Object.keys(policyFaults))
export const isPolicyFaultCode = (text: unknown): text is PolicyFaultCode =>
  typeof text === 'string' && codes.has(text)
