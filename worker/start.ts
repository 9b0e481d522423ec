import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { discoverAgents, type FoundAgent } from '../agents/discover.ts'
import { userOfAgent } from '../bus/bus-names.ts'
import { connectBus } from '../bus/connect.ts'
import { RemitError } from '../contracts/errors.ts'
import { OfferAnswer } from '../contracts/platform.ts'
import { Refusal } from '../contracts/work.ts'
import { failPoint } from '../observability/fail-points.ts'
import { createLogger } from '../observability/logger.ts'
import { SqliteSaver } from '../store/checkpoints/sqlite-saver.ts'
import { agentCard } from './agent-card.ts'
import type { AgentHost } from './agent-host.ts'
import type { AgentLink } from './agent-link.ts'
import { refusedWith } from './ask.ts'
import type { WorkerConfig } from './config.ts'
import { buildGraph } from './graph.ts'
import { forgetGoals } from './forget-goals.ts'
import { hostAgent } from './host-agent.ts'
import type { HostedModel } from './model-port.ts'
import { natsLink } from './nats-link.ts'
import { openAiModel } from './open-ai-model.ts'
import { playbookModel } from './playbook-model.ts'
import { readPasswords } from './read-passwords.ts'
import { repeating } from './repeating.ts'
import { settingsKeeper } from './settings-keeper.ts'
import { makeSlots } from './slots.ts'
import { toolLists } from './tool-lists.ts'
import { untilTaken } from './until-taken.ts'

export { workerConfig } from './config.ts'
export { foundAgentNames } from './found-agent-names.ts'

export type Worker = {
  /** its name in claims and leases, another one at each start */
  id: string
  agents: string[]
  /** takes no more tasks, waits up to ten seconds for those in hand, leaves; they go on elsewhere from their last step */
  close: () => Promise<void>
}

export type WorkerDeps = {
  log?: Logger
  passwords?: Readonly<Record<string, string>>
  signal?: AbortSignal
  /** where the agents lie; `agents/` of this checkout */
  agentsFolder?: URL
  /** the model of an agent, in place of the configured one or its playbook: benches measure with it */
  modelFor?: (agent: FoundAgent) => HostedModel
}

const graceMs = 10_000
const forgetEveryMs = 10 * 60_000
const ownAgents = new URL('../agents/', import.meta.url)

const offerCard = async (link: AgentLink, worker: string, agent: FoundAgent, log: Logger): Promise<void> => {
  const raw = await link.offer({ from: 'worker', worker, agents: [agentCard(agent)] })
  const refusal = Refusal.safeParse(raw)
  if (refusal.success) throw refusedWith(refusal.data)
  for (const refused of OfferAnswer.parse(raw).refused)
    log.error({ agent: agent.name, ...refused }, 'an offer was not taken: give the contract a new version')
}

/**
 * Hosts the agents that are found (or `config.agents` of them), each over a connection of its own account. Resolves
 * when the supervisor has their cards. Throws BAD_CONFIG, NATS_UNREACHABLE.
 */
export const startWorker = async (config: WorkerConfig, deps: WorkerDeps = {}): Promise<Worker> => {
  const passwords = deps.passwords ?? (await readPasswords(config.natsCreds))
  const secrets = [...Object.values(passwords), ...(config.model ? [config.model.apiKey] : [])]
  const log = deps.log ?? createLogger({ name: 'worker', level: config.logLevel, secrets })
  const signal = deps.signal ?? new AbortController().signal
  const now = () => new Date()
  const worker = `worker-${randomBytes(6).toString('hex')}`
  const { agentsFolder = ownAgents, modelFor } = deps
  const agents = await discoverAgents(agentsFolder, config.agents)
  await mkdir(config.home, { recursive: true, mode: 0o700 })
  await using closing = new AsyncDisposableStack()
  const saver = closing.use(await SqliteSaver.open({ file: join(config.home, 'checkpoints.sqlite') }))
  const graph = buildGraph(saver)
  const slots = makeSlots(config.tasks)
  const links = await Promise.all(
    agents.map(async (agent) => {
      const user = userOfAgent(agent.name)
      const bus = await connectBus({
        url: config.natsUrl,
        user,
        pass: passwords[user] ?? '',
        name: `${worker} ${agent.name}`,
        prefix: config.prefix,
        log,
      })
      const link = natsLink(bus, agent.name, worker)
      closing.defer(link.close)
      return { agent, link }
    }),
  )
  const [first] = links
  if (!first)
    throw new RemitError('BAD_CONFIG', { fault: 'no agent was found', folder: agentsFolder.pathname })
  const wait = (what: string) => (code: string) => log.info({ code }, `${what}: waiting for the supervisor`)
  const { model } = config
  const settings = model
    ? await untilTaken(() => settingsKeeper(first.link.settings, now), { signal, onWait: wait('settings') })
    : null
  const hostedModel =
    modelFor ??
    (({ playbook }: FoundAgent) =>
      model && settings ? openAiModel({ ...model, settings }) : playbookModel(playbook))
  const hosted = await Promise.all(
    links.map(async ({ agent, link }) => {
      await untilTaken(() => offerCard(link, worker, agent, log), {
        signal,
        onWait: wait(`offer of ${agent.name}`),
      })
      const host: AgentHost = {
        worker,
        agent,
        card: agentCard(agent),
        model: hostedModel(agent),
        link,
        graph,
        unlock: saver.unlock,
        toolLists: toolLists(link, now),
        failPoint,
        now,
        log,
      }
      return hostAgent(host, slots)
    }),
  )
  const names = agents.map((agent) => agent.name)
  log.info({ worker, agents: names, model: model?.name ?? 'playbooks' }, 'the worker takes tasks')
  const forget = repeating(
    forgetEveryMs,
    () => forgetGoals(first.link, worker, saver),
    (error) => log.warn({ err: error }, 'old checkpoints stay for now'),
  )
  closing.defer(forget.stop)
  const resources = closing.move()
  return {
    id: worker,
    agents: names,
    close: async () => {
      await Promise.all(hosted.map((one) => one.drain(graceMs)))
      await resources.disposeAsync()
    },
  }
}
