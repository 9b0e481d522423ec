import { guardsOf } from './mutant.ts'

const approvals = (title: string): string => `test/governance/approvals.int.test.ts#${title}`
const orders = (title: string): string => `test/governance/run-orders.int.test.ts#${title}`
const judging = (title: string): string => `test/governance/judging.int.test.ts#${title}`

/** What the supervisor looks at around the decider: which policies judge, on what, for whom, and what is held. */
export const judgingMutants = [
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [approvals('that is tighter holds for a goal that was routed before')],
    [
      {
        off: 'the current policy judges, too',
        from: '[pinned, deps.policies.current(control)]',
        to: '[pinned]',
        says: 'An effect runs only if the policy that its goal was routed under and the current one both admit it.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [approvals('that is looser leaves a goal under the terms it was routed with')],
    [
      {
        off: 'the policy that the goal was routed under judges, too',
        from: '[pinned, deps.policies.current(control)]',
        to: '[deps.policies.current(control)]',
        says: 'Tightening acts at once, loosening is for new goals.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [approvals('that lowers the ceiling lowers the mode that was set before')],
    [
      {
        off: 'no mode above the ceiling',
        from: '...workflows.map(({ policy }) => policy.mode_ceiling),',
        says: 'Afterwards the mode is state, never above mode_ceiling.',
        codes: ['MODE_CEILING'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [judging('a fact that could not be read allows nothing, and a person sees it')],
    [
      {
        off: 'a fact that could not be read',
        from: 'facts.some((fact) => fact.error !== undefined)',
        to: 'false',
        says: 'An error in a condition (missing field, other currency, unreadable fact) is a refusal, and goes to a person.',
        codes: ['FACTS_UNREADABLE'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [judging('a tool that the workflow does not list is refused, whoever asks')],
    [
      {
        off: 'a tool that the workflow does not list',
        from: "if (rules.length === 0) return { kind: 'unlisted' }",
        says: 'A write tool without an entry can never run.',
        codes: ['TOOL_NOT_ALLOWED'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/judge-effect.ts',
    [judging('nothing is judged before every fact has been read')],
    [
      {
        off: 'judged on facts alone',
        from: "if (wanted.value.length > 0) return { kind: 'read', reads: wanted.value }",
        says: 'An effect is judged on facts that the gateway read.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/strictest-terms.ts',
    ['supervisor/effects/strictest-terms.test.ts'],
    [
      {
        off: 'separation of either policy',
        from: 'separate.includes(null) ? null : ',
        says: 'Separation holds for every approval unless the tool says `separate_over`.',
        codes: ['OWN_REQUEST'],
      },
      {
        off: 'the more cautious mode of two',
        from: 'Modes.options.find((mode) => modes.includes(mode))',
        to: 'modes.at(-1)',
        says: 'Tightening acts at once, loosening is for new goals.',
      },
      {
        off: 'the stricter limit of two',
        from: '(amount === null ? undefined : limits.find((limit) => overLimit(amount, limit))) ?? limits[0]',
        to: 'limits[0]',
        says: 'Tightening acts at once, loosening is for new goals.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/effect-caps.ts',
    [approvals('that lowers a cap holds for a goal that was routed before')],
    [
      {
        off: 'of two caps on one document the lower',
        from: 'known && isTighter(known, cap) ?',
        to: 'known && !isTighter(known, cap) ?',
        says: 'A workflow may only tighten them; company caps stand above all.',
        codes: ['OVER_BUDGET'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/answer-for.ts',
    [orders('is given to nobody else, whatever id is repeated')],
    [
      {
        off: 'only the gateway that holds the claim is given the order',
        from: 'ordered(handled, effect, asked.gateway)) return',
        to: "effect.status === 'executing') return",
        says: 'The committed event EffectStarted{gateway, lease} is the claim, this gateway executes.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/answer-for.ts',
    [orders('of an old claim is not given again for the claim that followed it')],
    [
      {
        off: 'an old id never leads to the claim after it',
        from: 'data.claim === effect.claim &&',
        says: 'Single use; everything judged again at each claim.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/claim-effect-for.ts',
    [judging('a repeat stands on a probe of this very definition, within what the tool keeps')],
    [
      {
        off: 'a setting counts as none without a passed probe',
        from: '!probe?.passed || ',
        to: '',
        says: 'Without a passed probe the setting counts as none.',
      },
      {
        off: 'the probe is of this definition',
        from: 'probe.definition !== definition || ',
        to: '',
        says: 'Without a passed probe the setting counts as none.',
      },
      {
        off: 'after what the tool keeps a repeat counts as none',
        from: 'return Date.parse(deps.now()) - Date.parse(startedAt) < keepsMs',
        to: 'return true',
        says: 'After that a repeat counts as none.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/serve-authorise.ts',
    [judging('a lease is extended for its own gateway and claim alone')],
    [
      {
        off: 'a lease is extended for its own gateway alone',
        from: ' ||\n          effect.gateway !== asked.gateway',
        says: 'executing(gateway, lease).',
        codes: ['OLD_ATTEMPT'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/reserve-effect.ts',
    ['test/governance/judging.int.test.ts#one row for a tool and key'],
    [
      {
        off: 'one row for a tool and key across goals',
        from: 'if (!taken.ok) return { ledger: null, held: true }',
        to: 'if (!taken.ok) return { ledger: { ok: true, warned: [], reservations: [] }, held: false }',
        says: 'The ledger has one row per (tool, key), held until settled.',
        codes: ['KEY_HELD'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/reserve-effect.ts',
    [judging('a currency without a cap cannot move')],
    [
      {
        off: 'a currency without a cap cannot move',
        from: 'if (!caps.ok) return { ledger: noCap(caps.error.message), held: false }',
        to: 'if (!caps.ok) return nothing',
        says: 'A currency without a cap cannot move.',
        codes: ['NO_BUDGET'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/effects/reserve-effect.ts',
    ['test/governance/bugs-of-others.int.test.ts#R15'],
    [
      {
        off: 'what does not fit under a cap is not begun',
        from: 'if (!held.ok) return { ledger: overCap(held, counted, at), held: false }',
        says: 'Never over a cap by one unit, however many goals and replicas run.',
        codes: ['OVER_BUDGET'],
      },
    ],
  ),
]
