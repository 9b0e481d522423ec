import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** The relay's shared folder: RELAY_DIR, else beside the checkout. Only its meter and its texts are used here. */
export const relayFolder = resolve(
  process.env['RELAY_DIR'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'relay'),
)

const Tool = z.object({
  name: z.string(),
  description: z.string(),
  parameters: z.record(z.string(), z.unknown()),
})
const Spec = z.object({
  goal: z.string(),
  agents: z.record(
    z.string(),
    z.object({ system: z.string(), note: z.string(), final: z.string().optional(), tools: z.array(Tool) }),
  ),
})

export type Meter = { counting: boolean; chars: number; calls: number; mark: (goal: string) => void }
type Bench = (
  name: string,
  runGoal: (id: string) => Promise<void>,
  options: { goals: number; lat: number; durable: string },
) => Promise<Record<string, unknown>>
const isFunction = (value: unknown): boolean => typeof value === 'function'
const MeterModule = z.object({
  spec: z.unknown(),
  K: z.int().positive(),
  // The meter is shared with `bench`: it has to stay the same object.
  meter: z.custom<Meter>((value) => typeof value === 'object' && value !== null && 'mark' in value),
  bench: z.custom<Bench>(isFunction),
})

const loaded: unknown = await import(pathToFileURL(join(relayFolder, 'common', 'meter.mjs')).href)
const shared = MeterModule.parse(loaded)

export const { meter, bench } = shared
/** agent steps of one goal */
export const steps = shared.K
export const spec = Spec.parse(shared.spec)

export const textsOf = (agent: string): z.infer<typeof Spec>['agents'][string] => {
  const found = spec.agents[agent]
  if (!found) throw new Error(`${relayFolder} has no texts of ${agent}`)
  return found
}

const prompts = mkdtempSync(join(tmpdir(), 'remit-relay-prompts-'))

/** The agent's system prompt as a file: an agent's prompt is one. */
export const promptOf = (agent: string): URL => {
  mkdirSync(prompts, { recursive: true })
  const file = join(prompts, `${agent}.md`)
  writeFileSync(file, textsOf(agent).system)
  return pathToFileURL(file)
}
