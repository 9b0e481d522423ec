import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** One hostile text that somebody else wrote; `wants` names the tools that it is after. */
const Attack = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  wants: z.array(z.string()).default([]),
})
export type Attack = z.infer<typeof Attack>

/** Where the texts lie: REMIT_TEST_ATTACKS, else beside the checkout. They are test data and no part of the product. */
export const corpusFile = (): string =>
  process.env['REMIT_TEST_ATTACKS'] ??
  join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'attacks', 'attacks-dev.jsonl')

/** The texts, or null where they are not on this machine. */
export const readCorpus = (): Attack[] | null => {
  const file = corpusFile()
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => Attack.parse(JSON.parse(line)))
}
