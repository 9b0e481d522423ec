import { connect } from '@nats-io/transport-node'
import { z } from 'zod'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { companyLimits } from '../faults/company-limits.ts'
import { judgeRun } from '../harness/oracle.ts'
import type { Findings } from '../harness/oracle/evidence.ts'
import { gatherEvidence } from '../harness/oracle/gather-evidence.ts'
import type { ProcessKind } from '../harness/installation.ts'
import { sampleConfig, wideCaps, type Change } from '../integration/sample-config.fixture.ts'
import { startScenario, type Looked } from '../integration/scenario.fixture.ts'
import { spawnModelStub } from '../model-stub/spawn-model-stub.ts'

const Accepted = z.object({ id: z.string() })
const wide = 2n ** 60n

/** A goal that no agent has anything more to do with for now: it ended, or it is with people. */
export const rests = ({ goal }: Looked): boolean => goal.status === 'ended' || goal.status === 'with-person'

/** An installation in processes of its own whose model is a script of ours; small refunds run without a person. */
export const startAttacked = async (options: {
  script: string
  config?: readonly Change[]
  processes?: Partial<Record<ProcessKind, number>>
}) => {
  const standing = new AsyncDisposableStack()
  const stub = standing.use(await spawnModelStub({ script: options.script }))
  const config = standing.use(await sampleConfig([...wideCaps, ...(options.config ?? [])]))
  const run = standing.use(
    await startScenario({
      config: config.folder,
      ...(options.processes === undefined ? {} : { processes: options.processes }),
      env: { OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.baseUrl, LOG_LEVEL: 'warn' },
    }),
  )
  await run.ready()
  await run.mode('act-low-risk')
  const began = run.remit.running().map(({ pid }) => pid)
  const client = standing.use(
    await connect({ servers: run.remit.natsUrl }).then((connection) => ({
      ask: (subject: string, body: unknown) =>
        connection.request(subject, JSON.stringify(body), { timeout: 60_000 }),
      [Symbol.asyncDispose]: () => connection.close(),
    })),
  )
  const acknowledged: string[] = []
  return {
    run,
    acknowledged: (): readonly string[] => acknowledged,
    /** as any client over NATS: the account is not a person */
    submit: async (submission: { goal: string; [field: string]: unknown }): Promise<string> => {
      const { id } = Accepted.parse((await client.ask('remit.api.goals.submit', submission)).json())
      acknowledged.push(id)
      return id
    },
    /** one command of the operator over HTTP; what it was refused with is no error here */
    post: async (path: 'cancel' | 'decision', id: string, body: Record<string, unknown>): Promise<string> => {
      try {
        const api = await run.remit.client()
        await api.call({ path, segments: { id }, method: 'POST', body, answer: CommandAnswer })
        return 'taken'
      } catch (error) {
        return String(error)
      }
    },
    /** processes that ended by themselves */
    crashes: (): number => {
      const now = new Set(run.remit.running().map(({ pid }) => pid))
      return began.filter((pid) => !now.has(pid)).length
    },
    /** the oracle's figures; caps that were widened for the run are not asked for */
    judge: async (): Promise<{ findings: Findings; rows: number }> => {
      const caps = { ...companyLimits.caps, workflow: wide }
      const evidence = await gatherEvidence({
        home: run.remit.home,
        store: run.remit.store,
        systems: [run.remit.shop, run.remit.helpdesk],
        acknowledged,
        limits: { ...companyLimits, caps },
      })
      return { findings: judgeRun(evidence), rows: run.shop.journal().length }
    },
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }
}
export type Attacked = Awaited<ReturnType<typeof startAttacked>>
