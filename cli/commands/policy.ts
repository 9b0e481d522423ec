import { resolve } from 'node:path'
import type { Command } from 'commander'
import { PolicyShown } from '../../contracts/http/answers.ts'
import { sayPolicyChange } from '../../contracts/policy-change.ts'
import type { PolicyFault } from '../../contracts/policy.ts'
import { loadPolicy } from '../../supervisor/policy/load-policy.ts'
import { apiCommand, localCommand } from '../cli.ts'
import type { Cli, Connection, Register } from '../cli.ts'
import { applyCommand } from './policy-apply.ts'
import { openHomeStore } from '../open-home-store.ts'
import { readOffers } from '../read-offers.ts'
import type { Offers } from '../read-offers.ts'

const followsFromNoTools: ReadonlySet<string> = new Set(['UNKNOWN_TOOL', 'NO_SHAPE'])
const nothingKnown: Offers = { tools: {}, agents: undefined, files: null }

const offersOf = async (home: string): Promise<Offers> => {
  const store = await openHomeStore(home)
  if (store === null) return nothingKnown
  try {
    return await readOffers(store)
  } finally {
    await store.close()
  }
}

const line = (folder: string, fault: PolicyFault): string =>
  `${folder}/${fault.file}:${fault.line}:${fault.column} ${fault.code} ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}\n    ${fault.fix}`

const check = async (cli: Cli, folder: string, json: boolean): Promise<void> => {
  const offers = await offersOf(cli.config.home)
  const blind = Object.keys(offers.tools).length === 0
  const result = await loadPolicy(folder, offers.tools, offers.agents)
  const all = result.ok ? [] : result.faults
  // Where no tool is known, each would be a fault: they are said once, as what could not be looked at.
  const unseen = (fault: PolicyFault): boolean => blind && followsFromNoTools.has(fault.code)
  const faults = all.filter((fault) => !unseen(fault))
  const unchecked = [...new Set(all.filter(unseen).map(({ message }) => message))]
  if (json) cli.print(JSON.stringify({ items: faults, cursor: null, unchecked }))
  else {
    for (const fault of faults) cli.print(line(folder, fault))
    if (unchecked.length > 0) {
      cli.print('Not type-checked, as no tools are known here (start Remit once with these systems):')
      for (const message of unchecked) cli.print(`    ${message}`)
    }
    const many = faults.length === 1 ? '1 fault' : `${faults.length} faults`
    cli.print(faults.length === 0 ? `${folder}: no fault found.` : `${folder}: ${many}.`)
  }
  if (faults.length > 0) cli.exit(1)
}

const checkCommand = (policy: Command, cli: Cli): void => {
  localCommand(
    policy,
    'check [dir]',
    'every fault of a policy with its line and what to do',
    'policy check config',
  ).action(async (folder: string | undefined, options: { json?: boolean }) =>
    check(cli, folder === undefined ? cli.config.config : resolve(folder), options.json ?? false),
  )
}

const showCommand = (policy: Command, cli: Cli): void => {
  apiCommand(policy, 'show', 'the policy in force', 'policy show').action(async (options: Connection) => {
    const { data } = await (await cli.client(options)).call({ path: 'policy', answer: PolicyShown })
    if (options.json) return cli.print(JSON.stringify(data))
    const people = data.second === null ? data.by : `${data.by} and ${data.second}`
    cli.print(`Policy ${data.digest.slice(0, 12)}, applied by ${people} at ${data.at}`)
    for (const { name, mode, mode_ceiling: ceiling, owner, description } of data.workflows)
      cli.print(`  ${name}: mode ${mode} (ceiling ${ceiling}), owner ${owner}: ${description}`)
    for (const waiting of data.proposals) {
      cli.print(
        `Waits for a second person: ${waiting.proposal}, proposed by ${waiting.person} at ${waiting.at}`,
      )
      for (const change of waiting.difference) cli.print(`  ${sayPolicyChange(change)}`)
    }
  })
}

/** `policy apply|check|show`. */
export const policyCommand: Register = (program, cli) => {
  const policy = program.command('policy').description('check, apply and show the policy')
  applyCommand(policy, cli)
  checkCommand(policy, cli)
  showCommand(policy, cli)
}
