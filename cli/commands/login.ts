import { chmod, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SignInLink } from '../../contracts/http/answers.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { hashPassword, longestPassword, shortestPassword } from '../../store/password-hash.ts'
import { signInLinks } from '../../store/sign-in-links.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Cli, Connection, Register } from '../cli.ts'
import { findConsole } from '../find-console.ts'
import { personIn } from '../people-in.ts'
import { readSecret } from '../read-secret.ts'

type Options = Connection & { for?: string; setPassword?: string }
const linkMinutes = 10

const printLink = (cli: Cli, options: Options, url: string, path: string, until: string): void =>
  options.json
    ? cli.print(JSON.stringify({ url: `${url}${path}`, until }))
    : cli.print(`${url}${path}\nSigns you in once, until ${until}.`)

/** Whoever may write to the home may be anybody: this is for whoever runs the installation. */
const linkFor = async (cli: Cli, options: Options, name: string): Promise<void> => {
  const { id } = await personIn(cli.config.config, name)
  const now = new Date()
  const until = new Date(now.getTime() + linkMinutes * 60_000)
  const key = await signInLinks(homeFiles(cli.config.home).signIn).make(id, until, now)
  const { url } = await findConsole(cli.config, options)
  printLink(cli, options, url, pageOf('signInLink', { key }), until.toISOString())
}

const ownLink = async (cli: Cli, options: Options): Promise<void> => {
  const { url } = await findConsole(cli.config, options)
  const client = await cli.client(options)
  const { data } = await client.call({ path: 'link', method: 'POST', body: {}, answer: SignInLink })
  printLink(cli, options, url, data.path, data.until)
}

const setPassword = async (cli: Cli, name: string): Promise<void> => {
  const { id, password_file: file } = await personIn(cli.config.config, name)
  if (file === undefined)
    throw new CliFailure(
      2,
      `${id} has no password_file in people.yaml. Add one, e.g. password_file: ${id}.password`,
    )
  const password = await readSecret(`A new password for ${id}, at least ${shortestPassword} characters`)
  if (password.length < shortestPassword || password.length > longestPassword)
    throw new CliFailure(
      2,
      `A password has ${shortestPassword} to ${longestPassword} characters. Nothing was changed.`,
    )
  const place = resolve(cli.config.home, file)
  await writeFile(place, `${await hashPassword(password)}\n`, { mode: 0o600 })
  // A file that was there keeps its mode.
  await chmod(place, 0o600)
  cli.print(`${id} signs in with the new password from now on; sessions that were open have ended.`)
}

/** `login`: a link that signs in once at the console's pages; for others, and passwords, on the machine itself. */
export const loginCommand: Register = (program, cli) => {
  apiCommand(program, 'login', 'a link that signs you in once at the pages', 'login')
    .option('--for <person>', 'a link for somebody else, made in REMIT_HOME: for whoever runs it')
    .option('--set-password <person>', 'keep a password for somebody, read unseen, in REMIT_HOME')
    .action(async (options: Options) => {
      if (options.setPassword !== undefined) return setPassword(cli, options.setPassword)
      if (options.for !== undefined) return linkFor(cli, options, options.for)
      return ownLink(cli, options)
    })
}
