import type { Change } from '../harness/copy-checkout.ts'

/** Guards taken out, as changes on top of the shorter times in a copy of the checkout: with one of these a run must fail. */
export const brokenGuards: ReadonlyMap<string, readonly Change[]> = new Map([
  [
    // A claim binds nobody: whoever asks next gets the effect too, and who lost it writes all the same.
    'claim',
    [
      // Long enough that who sleeps is still taken for the holder when the next one asks.
      { file: 'supervisor/decider/terms.ts', from: 'leaseSeconds = 5', to: 'leaseSeconds = 60' },
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
