import { guardsOf } from './mutant.ts'

const judge = ['supervisor/policy/judge.test.ts']

/** How rules are evaluated: what an error, a missing rule or a lax neighbour may not do. */
export const policyMutants = [
  ...guardsOf('supervisor/policy/judge.ts', judge, [
    {
      off: 'an amount is above nothing',
      from: 'if (minorOf(money) <= 0n)',
      to: 'if (false)',
      says: 'A number becomes money only by money(...); nothing below one minor unit moves.',
      codes: ['RULE_ERROR'],
    },
    {
      off: 'an amount that cannot be told allows nothing',
      from: 'if (!amount.ok) return { ...refused, error: amount.error }',
      to: 'if (!amount.ok) return { ...refused, allow: true }',
      says: 'An error in a condition is a refusal, RULE_ERROR, and goes to a person.',
      codes: ['RULE_ERROR'],
    },
    {
      off: 'nothing but true allows',
      from: 'if (failed) return { ...refused, ...moved, failed }',
      says: 'What `allow` admits runs.',
      codes: ['NOT_ALLOWED'],
    },
    {
      off: 'a prior effect is never low-risk',
      from: 'low && input.prior.count === 0',
      to: 'low',
      says: 'A prior effect is never low-risk.',
    },
  ]),
  ...guardsOf('supervisor/policy/judge-all.ts', judge, [
    {
      off: 'every rule must allow',
      from: 'if (refusal) return refusal',
      says: 'If a write tool stands in several workflows that admit the goal, every `allow` must be true.',
      codes: ['NOT_ALLOWED'],
    },
    {
      off: 'rules that disagree on what is moved allow nothing',
      from: 'if (other >= 0) {',
      to: 'if (false) {',
      says: 'If a write tool stands in several workflows that admit the goal, every `allow` must be true.',
      codes: ['RULE_ERROR'],
    },
    {
      off: 'low risk is low for all',
      from: 'judged.every(({ low_risk }) => low_risk)',
      to: 'own.low_risk',
      says: 'A model cannot pick the laxest rule.',
    },
  ]),
  ...guardsOf('supervisor/policy/rules-for.ts', judge, [
    {
      off: 'a tool must be listed under every policy',
      from: 'if (!first || found.some((list) => list.length === 0)) return []',
      to: 'if (!first) return []',
      says: 'An effect runs only if the policy that its goal was routed under and the current one both admit it.',
      codes: ['TOOL_NOT_ALLOWED'],
    },
  ]),
  ...guardsOf(
    'supervisor/policy/admits.ts',
    ['supervisor/policy/admits.test.ts'],
    [
      {
        off: 'a workflow without admit takes only goals that name it',
        from: 'value: arrival.named === true',
        to: 'value: true',
        says: 'A workflow without `admit` takes only goals that name it.',
        codes: ['NOT_ADMITTED'],
      },
      {
        off: 'code decides whether a goal is admitted',
        from: 'return failedClause(admit, context) === undefined',
        to: 'return true',
        says: 'Triage proposes a workflow, `admit` decides.',
        codes: ['NOT_ADMITTED'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/policy/verify.ts',
    ['supervisor/policy/verify.test.ts'],
    [
      {
        off: 'what was read must prove it',
        from: 'failedClause(write.verify.expect, contextOf(write, input, input.result)) === undefined',
        to: 'true',
        says: 'Verify must tell this effect from an equal one; it proves presence.',
        codes: ['VERIFY_FAILED'],
      },
      {
        off: 'a look-up is by our own reference',
        from: 'write.verify?.byReference ? verifyRead',
        to: 'write.verify ? verifyRead',
        says: 'Absence is believed only from a look-up by our own reference.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/policy/done-when.ts',
    ['supervisor/policy/done-when.test.ts'],
    [
      {
        off: 'the systems must show it',
        from: 'return failed ? { holds: false, failed } : { holds: true }',
        to: 'return failed ? { holds: true, failed } : { holds: true }',
        says: 'done_when: judged on facts that the gateway reads when the agent concludes.',
        codes: ['CHECK_FAILED'],
      },
      {
        off: 'nothing done is not done, whatever is read',
        from: 'if (!doneWhen || given.goal.done.length === 0) return',
        to: 'if (!doneWhen) return',
        says: 'While `goal.done` is empty nothing is read and it is false.',
        codes: ['CHECK_FAILED'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/policy/tools-for.ts',
    ['supervisor/policy/tools-for.test.ts'],
    [
      {
        off: 'an agent that the workflow does not name has no tools',
        from: 'if (!found?.policy.agents.includes(agent))',
        to: 'if (!found)',
        says: 'A tool that no workflow lists does not exist for its agents.',
        codes: ['TOOL_NOT_ALLOWED'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/policy/key-of.ts',
    ['supervisor/policy/key-of.test.ts'],
    [
      {
        off: '30, 30.0 and "30" are one',
        from: 'canonicalArgs(given.args, tool.inputSchema)',
        to: 'given.args',
        says: 'Default key: all arguments, canonical (30, 30.0 and "30" are one).',
      },
    ],
  ),
]
