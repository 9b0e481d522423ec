import type { JetStreamManager } from '@nats-io/jetstream'

/**
 * Drops the files of a work queue in which nothing waits. The server leaves what was acknowledged in its files until
 * they are full; purged up to its end, an empty stream begins new ones. False where something waits, or came meanwhile:
 * then its files stay as they are.
 */
export const emptyStream = async (manager: JetStreamManager, stream: string): Promise<boolean> => {
  const { state } = await manager.streams.info(stream)
  if (state.messages > 0) return false
  if (state.last_seq === 0) return true
  await manager.streams.purge(stream, { seq: state.last_seq + 1 })
  const after = await manager.streams.info(stream)
  return after.state.last_seq === state.last_seq
}
