import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { choosePort, greetsAs } from '../../bus/server-port.ts'
import { findNatsServer } from '../../scripts/nats-server.mjs'

/**
 * Remit beside the limit of its bus with the same job, in one run: `limit2 tuned + createReactAgent` of the relay
 * folder, Remit, the anchor again, and so on. Each run of Remit is divided by the mean of the anchors around it, since
 * the machine's speed drifts. `node test/bench/relay-compare.ts [rounds, 2]`; RELAY_DIR as in relay.ts; RELAY_COPY names
 * a folder for the copy of the relay with its dependencies, kept for the next time; GOALS for both, SECONDS a run may
 * take. `--tokens` also counts the prompts of 16 steps, `--sync` adds the anchor with a server that syncs always.
 */
const rounds = Number(process.argv.find((one) => /^\d+$/.test(one)) ?? 2)
const has = (flag: string): boolean => process.argv.includes(flag)
const source = resolve(
  process.env['RELAY_DIR'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'relay'),
)
if (!existsSync(join(source, 'core', 'limits.mjs'))) {
  console.log(`skipped: no relay in ${source} (set RELAY_DIR)`)
  process.exit(0)
}
const Result = z.object({
  handoffs_s: z.number(),
  cpu_ms_per_handoff: z.number(),
  cpu_own: z.number(),
  p50_ms: z.number(),
  p99_ms: z.number(),
  pss_mb: z.number(),
  startup_ms: z.number(),
  tokens: z.number(),
  calls: z.number(),
})
type Result = z.infer<typeof Result>
type Row = { name: string; file: string; cwd: string; sync: boolean; env: Record<string, string> }

await using cleanup = new AsyncDisposableStack()
const kept = process.env['RELAY_COPY']
const copy = kept ?? (await mkdtemp(join(tmpdir(), 'remit-relay-compare-')))
if (kept === undefined) cleanup.defer(() => rm(copy, { recursive: true, force: true }))
if (!existsSync(join(copy, 'core', 'node_modules'))) {
  await mkdir(copy, { recursive: true })
  for (const part of ['common', 'core']) await cp(join(source, part), join(copy, part), { recursive: true })
  console.log('installing what the anchor needs ...')
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: join(copy, 'core'),
  })
}
const natsServer = process.env['REMIT_NATS_SERVER'] ?? (await findNatsServer()).path

/** A server of its own for each run of the anchor: an empty store, JetStream's defaults unless `sync`. */
const withServer = async <T>(
  sync: boolean,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> => {
  const data = await mkdtemp(join(tmpdir(), 'remit-relay-nats-'))
  const port = await choosePort('127.0.0.1', { preferred: 0 })
  const file = join(data, 'nats.conf')
  const always = sync ? ', sync_interval: always' : ''
  await writeFile(
    file,
    `listen: 127.0.0.1:${port}\nserver_name: anchor\njetstream { store_dir: ${JSON.stringify(data)}${always} }\n`,
  )
  const server = spawn(natsServer, ['-c', file], { stdio: 'ignore' })
  const gone = once(server, 'exit')
  try {
    const until = performance.now() + 10_000
    while (!(await greetsAs('127.0.0.1', port, 'anchor')))
      if (performance.now() > until) throw new Error('nats-server does not answer')
    return await work({ NATS_URL: `nats://127.0.0.1:${port}`, PIDS: String(server.pid ?? '') })
  } finally {
    server.kill('SIGTERM')
    await gone
    await rm(data, { recursive: true, force: true })
  }
}

const runOnce = async (row: Row, env: Record<string, string>): Promise<Result> => {
  const { stdout } = await promisify(execFile)(process.execPath, [row.file], {
    cwd: row.cwd,
    env: { ...process.env, RELAY_DIR: source, ...row.env, ...env },
    timeout: Number(process.env['SECONDS'] ?? 170) * 1000,
    maxBuffer: 2 ** 24,
  })
  const line = stdout.split('\n').findLast((one) => one.startsWith('RESULT '))
  if (line === undefined) throw new Error(`${row.name} printed no result: ${stdout.slice(-500)}`)
  return Result.parse(JSON.parse(line.slice('RESULT '.length)))
}
const show = (name: string, r: Result): void =>
  console.log(
    `${name.padEnd(52)} ${r.handoffs_s.toFixed(0).padStart(5)} handoffs/s  ${r.cpu_ms_per_handoff.toFixed(2)} ms CPU (own ${r.cpu_own.toFixed(2)})  p50 ${r.p50_ms.toFixed(1)} ms  p99 ${r.p99_ms.toFixed(1)} ms  ${r.pss_mb.toFixed(0)} MB  ${r.tokens.toFixed(0)} tokens a goal  load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  )
const run = async (row: Row, more: Record<string, string> = {}): Promise<Result> => {
  const result =
    row.cwd === import.meta.dirname
      ? await runOnce(row, more)
      : await withServer(row.sync, (env) => runOnce(row, { ...env, ...more }))
  show(row.name, result)
  return result
}

const anchorOf = (sync: boolean): Row => ({
  name: `limit2 tuned${sync ? ', sync always' : ''} + createReactAgent`,
  file: 'limits.mjs',
  cwd: join(copy, 'core'),
  sync,
  env: { MODE: 'limit2', AGENT: 'react', NOTRACES: '1', FASTPUB: '1', GOALS: process.env['GOALS'] ?? '200' },
})
const remit: Row = {
  name: `remit${process.env['PRICED'] === '1' ? ' + budgets' : ''}`,
  file: 'relay.ts',
  cwd: import.meta.dirname,
  sync: true,
  env: { GOALS: process.env['GOALS'] ?? '200', LAT: process.env['LAT'] ?? '40' },
}
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
const spread = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(2)} / ${median(values).toFixed(2)} / ${Math.max(...values).toFixed(2)}`

const anchors = [await run(anchorOf(false))]
const own: Result[] = []
const ratios: { rate: number; cpu: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  const ours = await run(remit)
  own.push(ours)
  anchors.push(await run(anchorOf(false)))
  const around = anchors.slice(-2)
  ratios.push({
    rate: ours.handoffs_s / mean(around.map((one) => one.handoffs_s)),
    cpu: ours.cpu_ms_per_handoff / mean(around.map((one) => one.cpu_ms_per_handoff)),
  })
}
if (has('--sync')) await run(anchorOf(true))
console.log(`\nRemit against ${anchorOf(false).name} (min / median / max of ${rounds}):`)
console.log(`  handoffs a second  x ${spread(ratios.map((one) => one.rate))}`)
console.log(`  CPU per handoff    x ${spread(ratios.map((one) => one.cpu))}`)
if (has('--tokens')) {
  const few = { GOALS: '4', WARM: '1', LAT: '2' }
  const long = await run({ ...remit, name: `${remit.name}, 16 steps` }, { ...few, VISITS: '8' })
  const short = own[0]
  if (short !== undefined)
    console.log(
      `  prompt tokens a step: ${(short.tokens / 4).toFixed(0)} with 4 steps, ${(long.tokens / 16).toFixed(0)} with 16`,
    )
}
