import { execFile } from 'node:child_process'

/**
 * Runs a program to its end and answers its standard output. The error of one that fails is its last lines, or says
 * that the program is not there.
 * @param {string} program @param {string[]} args @param {{ cwd?: string, env?: object, timeout?: number }} options
 *   timeout in milliseconds
 */
export const execute = (program, args, { cwd, env = process.env, timeout = 600_000 } = {}) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, timeout, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      if (error.code === 'ENOENT')
        return reject(new Error(`${program} is not on this machine`, { cause: error }))
      const tail = (stderr.trim() || stdout.trim() || error.message).split('\n').slice(-2).join(' / ')
      reject(new Error(error.killed ? `${program} took over ${timeout / 1000} s` : tail, { cause: error }))
    }).stdin?.end()
  })
