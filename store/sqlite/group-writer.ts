import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { isBusy, sqliteError } from './sqlite-error.ts'

type Job = {
  /** runs inside the transaction; what it answers is told only after the commit */
  run: () => void
  failed: { error: unknown } | null
  resolve: () => void
  reject: (error: unknown) => void
}

export type GroupWriter = {
  /** Runs `work` in a transaction shared with its neighbours; resolves when that is durable. */
  write: <T>(work: () => T) => Promise<T>
  /** Commits what waits; what comes later is refused. */
  close: () => Promise<void>
}

/** Bounds how long one process holds the lock that all others wait for. */
const largestGroup = 512

/**
 * Group commit: what is asked in one turn of the event loop, or while a commit runs, shares one transaction and so
 * one fsync. Each piece of work has its own savepoint: its failure undoes it alone. The lock of another process is
 * waited for without blocking the event loop, at most `patience` milliseconds, then STORE_UNREACHABLE.
 */
export const groupWriter = (db: DatabaseSync, patience = 5000): GroupWriter => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT job')
  const release = db.prepare('RELEASE job')
  const undo = db.prepare('ROLLBACK TO job')

  let waiting: Job[] = []
  let scheduled = false
  let closed = false
  let busySince: number | null = null

  const schedule = (): void => {
    if (scheduled || waiting.length === 0) return
    scheduled = true
    setImmediate(flush)
  }

  /** False: another process holds the lock. */
  const begun = (): boolean => {
    try {
      begin.run()
    } catch (error) {
      if (isBusy(error)) return false
      throw error
    }
    return true
  }

  const runJob = (job: Job): void => {
    savepoint.run()
    try {
      job.run()
    } catch (error) {
      // A full disk or an I/O error may have ended the whole transaction: then nobody's work was done.
      if (!db.isTransaction) throw error
      job.failed = { error }
      undo.run()
    }
    release.run()
  }

  const commitGroup = (group: Job[]): void => {
    try {
      for (const job of group) runJob(job)
      commit.run()
    } catch (error) {
      if (db.isTransaction) rollback.run()
      throw error
    }
  }

  const rejectAll = (group: Job[], error: unknown): void => {
    for (const job of group) job.reject(sqliteError(error))
  }

  const waitForLock = (): void => {
    busySince ??= performance.now()
    if (performance.now() - busySince < patience) {
      scheduled = true
      // Jitter: processes that collided once shall not collide again.
      setTimeout(flush, 2 + Math.random() * 15)
      return
    }
    busySince = null
    const group = waiting
    waiting = []
    rejectAll(group, new RemitError('STORE_UNREACHABLE', { reason: 'another process holds the lock' }))
  }

  const flush = (): void => {
    scheduled = false
    if (waiting.length === 0) return
    let group: Job[] = []
    try {
      if (!begun()) return waitForLock()
      busySince = null
      group = waiting.splice(0, largestGroup)
      commitGroup(group)
    } catch (error) {
      // Nothing was begun: everyone who waits is told, not left waiting.
      rejectAll(group.length > 0 ? group : waiting.splice(0), error)
      return schedule()
    }
    for (const job of group) {
      if (job.failed) job.reject(sqliteError(job.failed.error))
      else job.resolve()
    }
    schedule()
  }

  const enqueue = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const job: Job = {
        run: () => {
          const value = work()
          job.resolve = () => resolve(value)
        },
        resolve: () => reject(new RemitError('INTERNAL', { reason: 'a commit without its work' })),
        failed: null,
        reject,
      }
      waiting.push(job)
      schedule()
    })

  return {
    async write(work) {
      if (closed) throw new RemitError('STORE_UNREACHABLE', { reason: 'the store is closed' })
      return enqueue(work)
    },
    async close() {
      closed = true
      if (waiting.length > 0) await enqueue(() => undefined)
    },
  }
}
