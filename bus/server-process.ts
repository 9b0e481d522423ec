import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/**
 * A pipe that this process holds open for as long as it lives: when it is killed, the pipe ends and the server is
 * stopped. The server's own exit ends the wrapper with the same code.
 */
const guarded = `exec 3<&0
"$@" 3<&- </dev/null &
server=$!
( read -r _ <&3; kill -TERM "$server" 2>/dev/null ) >/dev/null 2>&1 &
watcher=$!
exec 3<&- </dev/null
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"`

export type ServerProcess = {
  /** resolves with what it said on stderr once the process is gone */
  exited: Promise<{ code: number | null; said: string }>
  /** asks it to stop, as a closed pipe does */
  stop: () => void
}

/** Spawns nats-server in a process group of its own, so that Ctrl-C stops those who use it first. */
export const spawnServer = (program: string, configFile: string): ServerProcess => {
  const args = ['-c', configFile]
  const windows = process.platform === 'win32'
  const child = windows
    ? spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], detached: true })
    : spawn('/bin/sh', ['-c', guarded, 'nats-server', program, ...args], {
        stdio: ['pipe', 'ignore', 'pipe'],
        detached: true,
      })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-4000)
  })
  // A server that is gone closes the pipe under us; its exit says so already.
  child.stdin.on('error', () => child.stdin.destroy())
  const exited = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }))
    child.once('exit', (code) => {
      child.stdin.destroy()
      resolve({ code, said })
    })
  })
  return {
    exited,
    stop: () => {
      if (windows) child.kill('SIGTERM')
      else child.stdin.end()
    },
  }
}

/** The process id that the server wrote into its file; undefined where there is none. */
export const readPid = (pidFile: string): number | undefined => {
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').trim())
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether this process runs with that configuration file: ids are used again by other programs. */
export const runsConfig = async (pid: number, configFile: string): Promise<boolean> => {
  if (!isAlive(pid)) return false
  if (existsSync(`/proc/${pid}/cmdline`)) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return line.split('\0').includes(configFile)
  }
  return new Promise((resolve) => {
    const ps = spawn('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
    let line = ''
    ps.stdout.on('data', (text: Buffer) => {
      line += text.toString()
    })
    ps.once('error', () => resolve(false))
    ps.once('close', () => resolve(line.includes(configFile)))
  })
}
