import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { compilePolicy } from '../../supervisor/policy/compile-policy.ts'
import { CliFailure } from '../cli-failure.ts'
import { localCommand } from '../cli.ts'
import type { Cli, Register } from '../cli.ts'
import { emptyPolicy } from '../init/empty-policy.ts'

type Options = { json?: boolean; name: string; currency: string; timezone: string }

const isEmpty = async (folder: string): Promise<boolean> => {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true
    throw new CliFailure(2, `${folder} cannot be read.`, {}, { cause: error })
  }
}

const init = async (cli: Cli, dir: string, options: Options): Promise<void> => {
  const folder = resolve(dir)
  const { name, currency, timezone } = options
  const files = emptyPolicy({ name, currency, timezone })
  const checked = compilePolicy(files, {})
  if (!checked.ok)
    throw new CliFailure(2, checked.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  if (!(await isEmpty(folder))) throw new CliFailure(1, `${folder} is not empty; nothing was written.`)
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text, { flag: 'wx' })
  }
  if (options.json) return cli.print(JSON.stringify({ items: Object.keys(files), cursor: null }))
  cli.print(`${folder} has a policy that allows nothing yet. Next:`)
  cli.print(`  name your systems in systems.yaml and your people in people.yaml, then`)
  cli.print(`  npm run remit -- policy check ${dir}`)
  cli.print(`  REMIT_CONFIG=${dir} REMIT_HOME=<a fresh folder> npm start -- --no-tour`)
}

/** `init`: writes an empty policy into an empty folder: read-only, suggest, no sandbox. */
export const initCommand: Register = (program, cli) => {
  localCommand(program, 'init <dir>', 'write an empty policy: read-only, suggest, no sandbox', 'init ./acme')
    .option('--name <name>', 'the name of the company, for good', 'company')
    .option('--currency <code>', 'ISO 4217', 'EUR')
    .option('--timezone <zone>', 'IANA', 'UTC')
    .action(async (dir: string, options: Options) => init(cli, dir, options))
}
