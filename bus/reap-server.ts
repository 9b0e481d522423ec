import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { RemitError } from '../contracts/errors.ts'
import { isAlive, readPid, runsConfig } from './server-process.ts'

export type ServerFiles = { config: string; pid: string; owner: string }

/** Ends a server by its id and waits until it is gone: asked first, killed after the patience. */
export const endServer = async (pid: number, configFile: string, patienceMs = 3000): Promise<void> => {
  if (!(await runsConfig(pid, configFile))) return
  process.kill(pid, 'SIGTERM')
  const until = performance.now() + patienceMs
  while (isAlive(pid)) {
    if (performance.now() > until) {
      if (await runsConfig(pid, configFile)) process.kill(pid, 'SIGKILL')
      return
    }
    await delay(20)
  }
}

/**
 * Ends a server that an earlier run of this folder left behind, so that its store is free.
 * @throws RemitError BAD_CONFIG when the run that owns it is alive: two may not share a folder
 */
export const reapServer = async (files: ServerFiles, ownPid: number): Promise<void> => {
  const pid = readPid(files.pid)
  if (pid === undefined || !(await runsConfig(pid, files.config))) return
  const owner = existsSync(files.owner) ? Number(readFileSync(files.owner, 'utf8')) : 0
  if (owner > 1 && owner !== ownPid && isAlive(owner)) {
    throw new RemitError('BAD_CONFIG', {
      folder: files.config,
      reason: `process ${owner} runs here already; stop it, or set REMIT_HOME to another folder`,
    })
  }
  await endServer(pid, files.config)
}
