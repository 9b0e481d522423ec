import { Tools } from '../../contracts/http/answers.ts'
import { sayDefinitionChange } from '../../contracts/definition-difference.ts'
import { CliFailure } from '../cli-failure.ts'
import { apiCommand } from '../cli.ts'
import type { Cli, Connection, Register } from '../cli.ts'
import { printTable } from '../print-table.ts'
import { runOrder } from '../run-order.ts'

const toolsOf = async (cli: Cli, options: Connection) =>
  (await (await cli.client(options)).call({ path: 'tools', answer: Tools })).data

const list = async (cli: Cli, options: Connection): Promise<void> => {
  const tools = await toolsOf(cli, options)
  if (options.json) return cli.print(JSON.stringify(tools))
  cli.print(
    printTable(
      ['tool', 'definition', 'hash'],
      tools.items.map(({ name, state, hash }) => [name, state, hash.slice(0, 12)]),
    ),
  )
  for (const { name, difference } of tools.items)
    for (const change of difference) cli.print(`${name} ${sayDefinitionChange(change)}`)
}

const accept = async (cli: Cli, name: string, options: Connection): Promise<void> => {
  const tools = await toolsOf(cli, options)
  const tool = tools.items.find((one) => one.name === name)
  if (!tool) throw new CliFailure(1, `No system offers ${name}. \`remit tools list\` lists them.`)
  if (tool.state === 'accepted')
    throw new CliFailure(1, `${name} has not changed since its definition was accepted.`)
  if (!options.json) for (const change of tool.difference) cli.print(sayDefinitionChange(change))
  await runOrder(cli, options, {
    path: 'acceptTool',
    segments: { name },
    body: { hash: tool.hash },
    done: `Accepted ${name} as it is offered now; what waited for a person under the old definition is asked anew`,
  })
}

/** `tools list|accept`: tools that changed are refused until a person of a workflow's owner role accepts them. */
export const toolsCommand: Register = (program, cli) => {
  const tools = program.command('tools').description('tools of the systems, and what changed in them')
  apiCommand(tools, 'list', 'tools on offer; of the changed ones, what changed', 'tools list').action(
    async (options: Connection) => list(cli, options),
  )
  apiCommand(
    tools,
    'accept <name>',
    'show what changed in a tool and accept it',
    'tools accept shop.refund_order',
  ).action(async (name: string, options: Connection) => accept(cli, name, options))
}
