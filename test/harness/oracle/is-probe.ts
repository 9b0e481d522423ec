import { z } from 'zod'
import type { JournalRow } from './evidence.ts'

const Probe = z.object({ order_id: z.literal('sandbox-1') })

/** The gateway tries a key on the sandbox record when it starts: no goal's effect, and nothing that belongs to anyone. */
export const isProbe = ({ key, args }: Pick<JournalRow, 'key' | 'args'>): boolean =>
  key !== null && key.startsWith('probe-') && Probe.safeParse(args).success
