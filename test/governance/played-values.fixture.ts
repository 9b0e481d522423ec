import type { Bus } from '../../bus/connect.ts'
import { isErrorCode, RemitError } from '../../contracts/errors.ts'
import type { AgentCard, ToolDefinition } from '../../contracts/platform.ts'
import { Refusal } from '../../contracts/work.ts'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { sampleCatalogue } from '../../supervisor/policy/sample-catalogue.ts'
import { customer, order } from '../../supervisor/policy/sample-policy.ts'

/** What the played shop answers a read with; throws what the gateway would report as the fact's error. */
export type Reads = (tool: string, args: Record<string, unknown>) => unknown

/** Today's order of 45 EUR, so that no test grows old. */
export const freshOrder = (id: unknown, more: Partial<typeof order> = {}) => ({
  ...order,
  id: String(id),
  shipped_at: new Date(Date.now() - 3 * 86_400_000).toISOString(),
  ...more,
})
export const shopReads: Reads = (tool, args) => {
  if (tool === 'shop.get_order') return freshOrder(args['id'])
  if (tool === 'shop.get_customer') return { ...customer, id: String(args['id']) }
  throw new RemitError('UNKNOWN_TOOL', { tool })
}

export const definitions: ToolDefinition[] = Object.entries(sampleCatalogue).map(
  ([name, { inputSchema, outputSchema, annotations, hash }]) => ({
    name,
    inputSchema,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    hash,
  }),
)
export const systemsOffered = (tools: ToolDefinition[] = definitions) =>
  ['shop', 'helpdesk'].map((name) => ({
    name,
    reachable: true,
    tools: tools.filter((tool) => tool.name.startsWith(`${name}.`)),
  }))

const anything = { type: 'object' }
export const cardOf = (name: string, ...contracts: string[]): AgentCard => ({
  name,
  description: name,
  version: '1.0.0',
  graph: 'played',
  contracts: contracts.map((contract) => ({
    name: contract,
    description: contract,
    request: anything,
    result: anything,
  })),
})

/** The answer's value. @throws RemitError what it was refused with */
export const ask = async (
  bus: Bus,
  subject: string,
  request: unknown,
  timeout = 10_000,
): Promise<unknown> => {
  const answer = await bus.request(subject, request, { timeout })
  const refusal = Refusal.safeParse(answer)
  if (!refusal.success) return answer
  const { code, message } = refusal.data.error
  throw new RemitError(isErrorCode(code) ? code : 'INTERNAL', { said: message })
}

/** The policy with some words of one file changed; words that are not there are an error. */
export const swap =
  (file: string, from: string, to: string) =>
  (files: PolicyFiles): PolicyFiles => {
    const text = files[file]
    if (text === undefined || !text.includes(from)) throw new Error(`${file} has no ${from}`)
    return { ...files, [file]: text.replaceAll(from, to) }
  }
