import type { Instant } from '../../contracts/envelope.ts'
import type { Store } from '../port.ts'
import { sqliteEffectKeys } from './effect-keys.ts'
import { sqliteLedger } from './ledger.ts'
import { sqliteDeadLetters } from './dead-letters.ts'
import { sqliteErasure } from './erasure.ts'
import { bindMasterKey, masterKey, readMasterKeys } from './master-key.ts'
import { openDatabase } from './open-database.ts'
import { sqliteRecord } from './record.ts'
import { sqliteRepair } from './repair.ts'
import { sqliteRetention } from './retention.ts'
import { rotateMaster } from './rotate-master.ts'
import { prepareSchema } from './schema.ts'
import { sqliteAccess } from './sqlite-access.ts'
import { sqliteSteps } from './steps.ts'
import { blindOldKeys, subjectKeys } from './subject-keys.ts'
import { sqliteTimers } from './timers.ts'
import { sqliteTrail } from './trail.ts'
import { sqliteViews } from './views.ts'

export type SqliteStoreOptions = {
  /** made with its folder where it is not there; `:memory:` for a store of this process alone */
  file: string
  /** the key that seals the trail's keys, made with mode 0600 on first use */
  keyFile: string
  /** when a trail object was kept */
  now?: () => Instant
  /** milliseconds that a write waits for another process before STORE_UNREACHABLE; 5000 */
  patience?: number
}

/**
 * The store in one SQLite file, safe for several processes. Throws STORE_UNREACHABLE where the file cannot be had,
 * UNKNOWN_VERSION for a file of a newer release, BAD_CONFIG for a key file that is not this store's.
 */
export const openSqliteStore = async ({
  file,
  keyFile,
  now = () => new Date().toISOString(),
  patience = 5000,
}: SqliteStoreOptions): Promise<Store> => {
  const first = await readMasterKeys(keyFile)
  const prepare = (db: Parameters<typeof prepareSchema>[0]): void => {
    prepareSchema(db)
    bindMasterKey(db, first, keyFile)
    blindOldKeys(db, subjectKeys(db, masterKey(db, keyFile, first)))
  }
  const access = sqliteAccess(await openDatabase(file, prepare, patience), patience)
  const timers = sqliteTimers(access)
  const views = sqliteViews(access)
  const keys = subjectKeys(access.db, masterKey(access.db, keyFile, first))
  const { putNow, keepNow, ...trail } = sqliteTrail(access, keys, now)
  const { wipe, ...erasure } = sqliteErasure(access, keys)
  const record = sqliteRecord(access, (commit) => {
    if (commit.trail) keepNow(commit.trail)
    if (commit.view) views.apply(commit.view)
    if (commit.timers) timers.apply(commit.timers)
  })
  const { claimTimers, moveTimer, clearTimer, nextTimer } = timers
  const { view, goals, inbox, outcomes, goalOfApproval } = views
  return {
    ...record,
    ...sqliteLedger(access),
    ...sqliteEffectKeys(access, keys.blind),
    ...trail,
    ...erasure,
    ...sqliteDeadLetters(access, { ...trail, putNow }, wipe),
    ...sqliteSteps(access, { ...trail, putNow }),
    claimTimers,
    moveTimer,
    clearTimer,
    nextTimer,
    view,
    goals,
    inbox,
    outcomes,
    goalOfApproval,
    repair: sqliteRepair(access, record.load, { view: views.apply, timers: timers.apply }),
    ...sqliteRetention(access),
    rotateMaster: rotateMaster(access, keyFile),
    close: access.close,
    [Symbol.asyncDispose]: access.close,
  }
}
