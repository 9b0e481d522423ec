import { spawn } from 'node:child_process'

const passed = ['SIGTERM', 'SIGINT', 'SIGHUP']

/** A terminal sends Ctrl-C to the whole group, so the child has it already; passed on, it would count twice. */
const groupHasIt = (signal) =>
  signal === 'SIGINT' && [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)

/**
 * Runs a program in this one's place: same terminal, signals passed on, and the way it ended as the answer.
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export const runChild = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const pass = (signal) => {
      if (!groupHasIt(signal)) child.kill(signal)
    }
    for (const signal of passed) process.on(signal, pass)
    const release = () => {
      for (const signal of passed) process.off(signal, pass)
    }
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      release()
      resolve({ code, signal })
    })
  })

/** Ends this process as the child ended: its code, or by the same signal. */
export const endAs = ({ code, signal }) => {
  if (signal !== null) process.kill(process.pid, signal)
  else process.exitCode = code
}
