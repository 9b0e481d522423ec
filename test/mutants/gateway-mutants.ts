import { guardsOf } from './mutant.ts'

const gateway = (title: string): string => `gateway/gateway.int.test.ts#${title}`

/** What the gateway looks at itself, between an order or a request and the socket of a real system. */
export const gatewayMutants = [
  ...guardsOf(
    'gateway/effect.ts',
    [gateway('is not called when its lease has run out just before the write')],
    [
      {
        off: 'no call after the lease',
        from: "if (lease.expired()) throw new Withheld('LEASE_LOST', 'the lease ran out before the call was sent')",
        says: 'The gateway compares its lease with the time just before the socket write.',
        codes: ['LEASE_LOST'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/effect.ts',
    [gateway('is not called when a halt comes between the order and the write')],
    [
      {
        off: 'a halt just before the write',
        from: "settings.mayCall(target, 'write')",
        says: 'Halt: from the next decision in every replica; stops admission and effects.',
        codes: ['HALTED'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/effect.ts',
    [gateway('that changes a definition is offered again, and what was ordered for the old one is not run')],
    [
      {
        off: 'the definition that was judged is the one that is called',
        from: "if (found.tool.definition.hash !== origin.definition) return unsent('DEFINITION_CHANGED', order.tool)",
        says: "Bound to (goal, effect id, ordinal, agent, tool and its definition's hash, canonical arguments, policy digest).",
        codes: ['DEFINITION_CHANGED'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/tool-requests.ts',
    [gateway('are refused for what the grant does not list, without asking the supervisor')],
    [
      {
        off: 'only what the grant lists is called',
        from: 'if (!mayWrite && !grant.read.includes(name))',
        to: 'if (false)',
        says: 'A tool that no workflow lists does not exist for its agents; a write tool without an entry can never run.',
        codes: ['TOOL_NOT_ALLOWED', 'UNKNOWN_TOOL'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/tool-requests.ts',
    [gateway('are refused for bad arguments in the schema’s words')],
    [
      {
        off: 'arguments fit the schema of the tool',
        from: "if (!checked.ok) return refused('BAD_ARGUMENTS', checked.words)",
        to: 'if (!checked.ok) return write(request, found, z.record(z.string(), z.unknown()).parse(request.args), grant)',
        says: 'The gateway validates against the pinned schema before the call.',
        codes: ['BAD_ARGUMENTS'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/tool-requests.ts',
    [gateway('are refused for a definition that nobody accepted')],
    [
      {
        off: 'a read in a definition that nobody accepted',
        from: "if (accepted !== undefined && accepted !== hash) return refused('DEFINITION_CHANGED', name, true)",
        says: 'Tool definitions pinned by hash, a changed one is refused until a person accepts it.',
        codes: ['DEFINITION_CHANGED'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/verify-grant.ts',
    ['gateway/verify-grant.test.ts'],
    [
      {
        off: 'the grant is signed by the supervisor',
        from: "if (!verify(null, bytes, createPublicKey(key), Buffer.from(signature, 'base64url')))",
        to: 'if (false)',
        says: 'A read needs a live task grant, signed by the supervisor.',
        codes: ['BAD_GRANT'],
      },
      {
        off: "the grant is this agent's",
        from: 'if (grant.agent !== agent) throw',
        to: 'if (false) throw',
        says: 'A read needs a live task grant (goal, task, attempt, agent, tools, deadline).',
        codes: ['BAD_GRANT'],
      },
      {
        off: 'the grant has a deadline',
        from: 'if (Date.parse(grant.until) <= now) throw',
        to: 'if (false) throw',
        says: 'A read needs a live task grant (goal, task, attempt, agent, tools, deadline).',
        codes: ['BAD_GRANT'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/tool-class.ts',
    ['gateway/tool-class.test.ts'],
    [
      {
        off: 'what the policy does not call a read is a write',
        from: 'named(setting.reads, tool) && readOnlyHint',
        to: 'readOnlyHint',
        says: 'A tool with no known class is a write.',
      },
      {
        off: 'a server that says it writes is believed',
        from: ' && readOnlyHint !== false',
        says: 'Annotations of an MCP server may raise the risk, never lower it.',
      },
      {
        off: 'a server that says it destroys is believed',
        from: ' && destructiveHint !== true',
        says: 'Annotations of an MCP server may raise the risk, never lower it.',
      },
    ],
  ),
  ...guardsOf(
    'contracts/halt.ts',
    ['gateway/halted-by.test.ts'],
    [
      {
        off: 'a halt of the goal that it is a part of',
        from: '[`goal:${goal}`, `goal:${whole}`]',
        to: '[`goal:${goal}`]',
        says: 'Halt by goal, workflow, agent, tool, system or everything.',
        codes: ['HALTED'],
      },
      {
        off: 'a halt of goal',
        from: '[`goal:${goal}`] : [`goal:${goal}`, `goal:${whole}`]',
        to: '[] : [`goal:${whole}`]',
        says: 'Halt by goal, workflow, agent, tool, system or everything.',
        codes: ['HALTED'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/halted-by.ts',
    ['gateway/halted-by.test.ts'],
    ['`tool:${target.tool}`', "`agent:${target.agent ?? ''}`", "`workflow:${target.workflow ?? ''}`"]
      .map((from) => ({
        off: `a halt of ${from.slice(1, from.indexOf(':'))}`,
        from: `${from},`,
        says: 'Halt by goal, workflow, agent, tool, system or everything.',
        codes: ['HALTED'] as const,
      }))
      .concat([
        {
          off: 'a halt of a system',
          from: '`system:${systemOfTool(target.tool)}`,',
          says: 'Halt by goal, workflow, agent, tool, system or everything.',
          codes: ['HALTED'] as const,
        },
        {
          off: 'a halt of everything',
          from: "'everything',",
          says: 'Halt by goal, workflow, agent, tool, system or everything.',
          codes: ['HALTED'] as const,
        },
      ]),
  ),
  ...guardsOf(
    'gateway/settings-keeper.ts',
    [gateway('are refused when the supervisor is silent and does not answer')],
    [
      {
        off: 'no call without a supervisor that was heard',
        from: 'performance.now() - heardAt > deps.silenceMs',
        to: 'false',
        says: 'Refuse rather than guess: no store, no decision; no decision, no effect.',
        codes: ['NOT_READY'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/performer.ts',
    [gateway('performs no read that the supervisor ordered under a halt that includes reads')],
    [
      {
        off: 'a halt of reads',
        from: "beforeWrite: () => settings.mayCall(target, 'read'),",
        to: 'beforeWrite: () => undefined,',
        says: 'Halt stops admission and effects (`--reads` too).',
        codes: ['HALTED'],
      },
    ],
  ),
  ...guardsOf(
    'gateway/effect-outcome.ts',
    ['gateway/effect-outcome.test.ts'],
    [
      {
        off: 'a repeat that was not sent proves nothing of the call before it',
        from: "repeats ? 'unclear' : 'failed'",
        to: "'failed'",
        says: 'absence is believed only from a look-up by our own reference.',
      },
    ],
  ),
  ...guardsOf(
    'gateway/effect-orders.ts',
    [gateway('to settle takes no other refusal of the look-up for absence')],
    [
      {
        off: 'only the system’s own "no such record" is absence',
        from: "outcome.kind === 'refused' && outcome.fault === 'not_found'",
        to: "outcome.kind === 'refused'",
        says: 'absence is believed only from a look-up by our own reference.',
      },
    ],
  ),
  ...guardsOf(
    'gateway/run-once.ts',
    [gateway('is run once when the request comes again under its id')],
    [
      {
        off: 'one claim is run once',
        from: 'if (known) return known',
        says: 'The committed event EffectStarted is the claim, this gateway executes.',
      },
    ],
  ),
  ...guardsOf(
    'gateway/check-arguments.ts',
    ['gateway/check-arguments.test.ts'],
    [
      {
        off: 'arguments are of a size that one may judge',
        from: 'if (size > largestArguments)',
        to: 'if (false)',
        says: 'Model output and tool output are hostile.',
        codes: ['BAD_ARGUMENTS'],
      },
    ],
  ),
]
