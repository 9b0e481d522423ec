import { runCli } from './run-cli.ts'

// A reader that has seen enough (`| head`) closes the pipe: nothing is left to say, and nothing went wrong.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit()
  throw error
})
process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
})
