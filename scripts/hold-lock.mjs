import { mkdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const BEAT_MS = 2_000
const ELSEWHERE_DEAD_AFTER_MS = 30_000
const HERE_DEAD_AFTER_MS = 900_000
const LOOK_MS = 200

const holders = (pids) => `${hostname()} ${pids.join(' ')}`

/** Creates the file for this process alone; false where another has it. */
const create = (file) => {
  try {
    writeFileSync(file, holders([process.pid]), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

const remove = (file) => {
  try {
    unlinkSync(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Whether the holder is gone. On this machine its processes tell; those of another machine that shares the folder
 * cannot be seen, so there only silence does. Long silence tells here too: a number may have been given out again.
 */
const isAbandoned = (file) => {
  try {
    const [host, ...pids] = readFileSync(file, 'utf8').split(' ')
    const silence = Date.now() - statSync(file).mtimeMs
    if (host !== hostname()) return silence > ELSEWHERE_DEAD_AFTER_MS
    return silence > HERE_DEAD_AFTER_MS || !pids.some((pid) => isAlive(Number(pid)))
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

/** Removal is itself guarded, or two waiters could both see the dead holder and the slower one remove the new lock. */
const removeAbandoned = (file) => {
  const guard = `${file}.breaking`
  if (!create(guard)) {
    if (isAbandoned(guard)) remove(guard)
    return
  }
  try {
    if (isAbandoned(file)) remove(file)
  } finally {
    remove(guard)
  }
}

/**
 * Runs `work` while no other process holds `file`. The lock of a process that was killed is taken over, but not before
 * the processes that it named by `alsoHeldBy` have ended as well: they go on working when only their parent is killed.
 * `onWait` is called once if another process has to be waited for.
 */
export const holdLock = async (file, work, onWait = () => undefined) => {
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  while (!create(file)) {
    if (!told) onWait()
    told = true
    if (isAbandoned(file)) removeAbandoned(file)
    else await pause(LOOK_MS)
  }
  const release = () => remove(file)
  process.once('exit', release)
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), BEAT_MS)
  try {
    return await work((pid) => writeFileSync(file, holders([process.pid, pid])))
  } finally {
    clearInterval(beat)
    process.off('exit', release)
    release()
  }
}
