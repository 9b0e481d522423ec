import type { Change } from '../harness/copy-checkout.ts'

/** Guards taken out, each as one changed text in a copy of the checkout: with one of these a run must fail. */
export const brokenGuards: ReadonlyMap<string, readonly Change[]> = new Map([
  [
    // A claim binds nobody: whoever asks next gets the effect too, and who lost it writes all the same.
    'claim',
    [
      {
        file: 'gateway/effect.ts',
        from: "    if (lease.expired()) throw new Withheld('LEASE_LOST', 'the lease ran out before the call was sent')\n",
        to: '    void lease\n    void Withheld\n',
      },
      {
        file: 'supervisor/decider/rules/recorded.ts',
        from: "    case 'authorised':\n    case 'executing':\n",
        to: "    case 'executing':\n      return { kind: 'anew', replaces: null }\n    case 'authorised':\n",
      },
    ],
  ],
])
