import type { RunnableConfig } from '@langchain/core/runnables'
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  PendingWrite,
} from '@langchain/langgraph-checkpoint'
import {
  BaseCheckpointSaver,
  compareWritesSortKeys,
  maxChannelVersion,
  TASKS,
  WRITES_IDX_MAP,
  writesSortKey,
} from '@langchain/langgraph-checkpoint'
import { RemitError } from '../../contracts/errors.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import type { SqliteAccess } from '../sqlite/sqlite-access.ts'
import { sqliteAccess } from '../sqlite/sqlite-access.ts'
import { configOf, placeOf, scopeOf } from './saver-place.ts'
import type { CheckpointRow, Packed, SaverRows, WriteRow } from './saver-rows.ts'
import { saverRows } from './saver-rows.ts'
import { prepareSaverSchema } from './saver-schema.ts'
import { sealedThreads } from './sealed-threads.ts'

/** A channel that has a version and no value: it was cleared, or its value is rebuilt from its writes. */
const empty: Packed = ['empty', new Uint8Array()]

/**
 * LangGraph's checkpoints in one SQLite file, safe for several processes; a checkpoint is on the disk before its
 * `put` resolves, and the puts of one moment share a commit. Channel values are kept apart, by version, so that a
 * step costs what it changed. Older checkpoints of a live thread must stay (delta channels are rebuilt from them):
 * whole threads are deleted, never parts.
 */
export class SqliteSaver extends BaseCheckpointSaver {
  readonly #access: SqliteAccess
  readonly #rows: SaverRows
  readonly #threads = sealedThreads()
  /** What this thread writes is sealed under `key` from now on; answers how to forget the key. */
  readonly unlock = this.#threads.unlock

  private constructor(access: SqliteAccess) {
    super()
    this.#access = access
    this.#rows = saverRows(access.db)
  }

  /** Throws STORE_UNREACHABLE, or UNKNOWN_VERSION for a file of a newer release. `:memory:` for tests. */
  static async open({ file, patience = 5000 }: { file: string; patience?: number }): Promise<SqliteSaver> {
    return new SqliteSaver(sqliteAccess(await openDatabase(file, prepareSaverSchema, patience), patience))
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    // LangGraph asks this of a run without a thread too: there is nothing, which is no error.
    if (scopeOf(config).thread === null) return undefined
    const { thread, ns, id } = placeOf(config)
    const row = await this.#access.read(() => this.#rows.find(thread, ns, id))
    return row ? this.#tuple(row) : undefined
  }

  override async *list(
    config: RunnableConfig,
    options: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { before, filter = {} } = options
    const scope = { ...scopeOf(config), before: before ? scopeOf(before).id : null }
    let left = options.limit ?? Infinity
    for (const { thread, ns, id } of await this.#access.read(() => this.#rows.list(scope))) {
      if (left <= 0) return
      const row = await this.#access.read(() => this.#rows.find(thread, ns, id))
      if (!row) continue
      const tuple = await this.#tuple(row)
      const metadata = new Map<string, unknown>(Object.entries(tuple.metadata ?? {}))
      if (!Object.entries(filter).every(([name, value]) => metadata.get(name) === value)) continue
      left -= 1
      yield tuple
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { thread, ns, id: parent } = placeOf(config)
    const { id, channel_values: values } = checkpoint
    const row: CheckpointRow = {
      thread,
      ns,
      id,
      parent,
      checkpoint: await this.#dump(thread, { ...checkpoint, channel_values: {} }),
      metadata: await this.#dump(thread, metadata),
    }
    const channels = await Promise.all(
      Object.entries(newVersions).map(async ([channel, version]) => {
        const value = Object.hasOwn(values, channel) ? await this.#dump(thread, values[channel]) : empty
        return { channel, version: String(version), value }
      }),
    )
    await this.#access.write(() => {
      for (const { channel, version, value } of channels)
        this.#rows.putChannel(thread, ns, channel, version, value)
      this.#rows.put(row)
    })
    return configOf(thread, ns, id)
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = '',
  ): Promise<void> {
    const { thread, ns, id } = placeOf(config)
    if (id === null) throw new RemitError('SCHEMA', { fault: 'configurable.checkpoint_id is missing' })
    const rows: WriteRow[] = await Promise.all(
      writes.map(async ([channel, value], index) => ({
        task: taskId,
        idx: WRITES_IDX_MAP[channel] ?? index,
        path: taskPath,
        channel,
        value: await this.#dump(thread, value),
      })),
    )
    await this.#access.write(() => {
      for (const row of rows) this.#rows.putWrite(thread, ns, id, row)
    })
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.#access.write(() => this.#rows.deleteThread(threadId))
  }

  /** Goals that have threads here: a thread's name begins with its goal's and a dot. */
  async goals(): Promise<string[]> {
    return this.#access.read(() => this.#rows.goals())
  }

  /** Deletes every thread of a goal; what is deleted is overwritten. */
  async forget(goal: string): Promise<void> {
    await this.#access.write(() => {
      for (const thread of this.#rows.threadsOf(goal)) this.#rows.deleteThread(thread)
    })
    await this.#access.read(() => this.#access.db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
  }

  async close(): Promise<void> {
    await this.#access.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #dump(thread: string, value: unknown): Promise<Packed> {
    return this.#threads.pack(thread, await this.serde.dumpsTyped(value))
  }

  async #load(thread: string, packed: Packed) {
    return this.serde.loadsTyped(...this.#threads.unpack(thread, packed))
  }

  async #tuple(row: CheckpointRow): Promise<CheckpointTuple> {
    const { thread, ns, id, parent } = row
    const checkpoint: Checkpoint = await this.#load(thread, row.checkpoint)
    await this.#fillChannels(checkpoint, thread, ns)
    if (checkpoint.v < 4 && parent !== null) await this.#migrateSends(checkpoint, thread, ns, parent)
    const metadata: CheckpointMetadata = await this.#load(thread, row.metadata)
    const pendingWrites = await this.#pendingWrites(thread, ns, id)
    const tuple = { config: configOf(thread, ns, id), checkpoint, metadata, pendingWrites }
    return parent === null ? tuple : { ...tuple, parentConfig: configOf(thread, ns, parent) }
  }

  async #fillChannels(checkpoint: Checkpoint, thread: string, ns: string): Promise<void> {
    const versions = Object.entries(checkpoint.channel_versions)
    const kept = await this.#access.read(() =>
      versions.map(([name, version]) => ({
        name,
        packed: this.#rows.channel(thread, ns, name, String(version)),
      })),
    )
    for (const { name, packed } of kept) {
      if (!packed || packed[0] === empty[0]) continue
      const value: unknown = await this.#load(thread, packed)
      checkpoint.channel_values[name] = value
    }
  }

  /** In the order in which a live run applies them, or a rebuilt value would differ from the one that was seen. */
  async #pendingWrites(thread: string, ns: string, id: string): Promise<CheckpointPendingWrite[]> {
    const rows = await this.#access.read(() => this.#rows.writes(thread, ns, id))
    const sorted = rows.toSorted((left, right) =>
      compareWritesSortKeys(
        writesSortKey(left.path, left.task, left.idx),
        writesSortKey(right.path, right.task, right.idx),
      ),
    )
    return Promise.all(
      sorted.map(async ({ task, channel, value }): Promise<CheckpointPendingWrite> => {
        const loaded: unknown = await this.#load(thread, value)
        return [task, channel, loaded]
      }),
    )
  }

  /** Checkpoints before format 4 kept what a step sends with its parent; as LangGraph's MemorySaver moves it. */
  async #migrateSends(checkpoint: Checkpoint, thread: string, ns: string, parent: string): Promise<void> {
    const writes = await this.#pendingWrites(thread, ns, parent)
    checkpoint.channel_values[TASKS] = writes
      .filter(([, channel]) => channel === TASKS)
      .map(([, , value]) => value)
    const versions = Object.values(checkpoint.channel_versions)
    checkpoint.channel_versions[TASKS] =
      versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined)
  }
}
