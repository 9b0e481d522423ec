import type { RunnableConfig } from '@langchain/core/runnables'
import { getCheckpointId } from '@langchain/langgraph-checkpoint'
import { RemitError } from '../../contracts/errors.ts'

/** Where checkpoints of a run lie: a thread, a namespace in it ('' for the graph itself), one checkpoint or the latest. */
export type SaverPlace = { thread: string; ns: string; id: string | null }

const textOf = (config: RunnableConfig, name: string): string | null => {
  const value: unknown = config.configurable?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export const placeOf = (config: RunnableConfig): SaverPlace => {
  const thread = textOf(config, 'thread_id')
  if (thread === null) throw new RemitError('SCHEMA', { fault: 'configurable.thread_id is missing' })
  return { thread, ns: textOf(config, 'checkpoint_ns') ?? '', id: getCheckpointId(config) || null }
}

export const configOf = (thread: string, ns: string, id: string): RunnableConfig => ({
  configurable: { thread_id: thread, checkpoint_ns: ns, checkpoint_id: id },
})

/** What a listing asks for; null = any. */
export const scopeOf = (
  config: RunnableConfig,
): { thread: string | null; ns: string | null; id: string | null } => {
  const ns: unknown = config.configurable?.['checkpoint_ns']
  return {
    thread: textOf(config, 'thread_id'),
    ns: typeof ns === 'string' ? ns : null,
    id: getCheckpointId(config) || null,
  }
}
