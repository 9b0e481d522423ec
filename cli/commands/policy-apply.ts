import { resolve } from 'node:path'
import type { Command } from 'commander'
import { CommandAnswer, PolicyShown } from '../../contracts/http/answers.ts'
import { sayPolicyChange } from '../../contracts/policy-change.ts'
import { policyDifference } from '../../supervisor/policy/policy-difference.ts'
import { readPolicyFiles } from '../../supervisor/policy/read-policy-files.ts'
import { checkAnswered } from '../check-answered.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Cli, Connection } from '../cli.ts'

type Options = Connection & { proposal?: string; dryRun?: boolean }

const filesIn = async (folder: string): Promise<Record<string, string>> => {
  try {
    return { ...(await readPolicyFiles(folder)) }
  } catch (error) {
    throw new CliFailure(2, `No policy can be read in ${folder}.`, {}, { cause: error })
  }
}

/** The files to apply: those of a folder, or the very files that somebody else proposed. */
const filesFor = async (
  cli: Cli,
  folder: string | undefined,
  proposal: string | undefined,
  shown: PolicyShown,
): Promise<Record<string, string>> => {
  if (proposal === undefined) return filesIn(folder === undefined ? cli.config.config : resolve(folder))
  if (folder !== undefined) throw new CliFailure(2, 'Name a folder or a proposal, not both.')
  const found = shown.proposals.filter((one) => one.proposal.startsWith(proposal))
  if (found.length === 1 && found[0] !== undefined) return found[0].files
  throw new CliFailure(1, `No one proposal ${proposal}. \`remit policy show\` lists what waits.`)
}

const apply = async (cli: Cli, folder: string | undefined, options: Options): Promise<void> => {
  const client = await cli.client(options)
  const { data: shown } = await client.call({ path: 'policy', answer: PolicyShown })
  const files = await filesFor(cli, folder, options.proposal, shown)
  const difference = policyDifference(shown.files, files)
  const print = (text: string): void => (options.json ? undefined : cli.print(text))
  for (const change of difference) print(sayPolicyChange(change))
  if (difference.length === 0) print('No field differs from the policy in force.')
  if (options.dryRun) {
    if (options.json) cli.print(JSON.stringify({ items: difference, cursor: null }))
    return
  }
  const sent = await client.call({ path: 'policy', method: 'POST', body: { files }, answer: CommandAnswer })
  checkAnswered(sent, 'The policy is sent')
  const proposed = sent.data.events.includes('policy-proposed')
  if (options.json) cli.print(JSON.stringify({ ...sent.data, difference }))
  else if (!proposed) print('Applied. It is in force from the next decision on.')
  else {
    print(`Proposed as ${sent.data.command}. It comes into force when a second owner, another person, runs`)
    print(`  npm run remit -- policy apply --proposal ${sent.data.command}`)
  }
  // As for a goal that waits: with a person.
  if (proposed) cli.exit(3)
}

/** `policy apply`: shows every field that differs, then puts the files into force, or proposes them. */
export const applyCommand = (policy: Command, cli: Cli): void => {
  apiCommand(
    policy,
    'apply [dir]',
    'show the difference to the policy in force, and apply it',
    'policy apply config',
  )
    .option('--proposal <id>', 'as a second person, apply what somebody proposed')
    .option('--dry-run', 'show the difference, and send nothing')
    .action(async (folder: string | undefined, options: Options) => apply(cli, folder, options))
}
