import type { Change } from '../harness/copy-checkout.ts'

/** Guards taken out, each as one changed text in a copy of the checkout: with one of these a run must fail. */
export const brokenGuards: ReadonlyMap<string, readonly Change[]> = new Map([
  [
    // An effect that one gateway executes may be claimed by the next one that asks.
    'claim',
    [
      {
        file: 'supervisor/decider/rules/recorded.ts',
        from: "    case 'authorised':\n    case 'executing':\n",
        to: "    case 'executing':\n      return { kind: 'anew', replaces: null }\n    case 'authorised':\n",
      },
    ],
  ],
])
