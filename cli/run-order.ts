import { CommandAnswer } from '../contracts/http/answers.ts'
import type { PathName } from '../contracts/http/paths.ts'
import { checkAnswered } from './check-answered.ts'
import type { Cli, Connection } from './cli.ts'

type Order = {
  path: PathName
  segments?: Record<string, string>
  method?: 'POST' | 'DELETE'
  body: unknown
  /** said when it stands in the record, e.g. `Approved a_1` */
  done: string
}

/** Sends one command of a person and says what the record says of it. */
export const runOrder = async (cli: Cli, options: Connection, order: Order): Promise<void> => {
  const { path, segments = {}, method = 'POST', body, done } = order
  const client = await cli.client(options)
  const sent = await client.call({ path, segments, method, body, answer: CommandAnswer })
  checkAnswered(sent, 'The command is stored')
  if (options.json) return cli.print(JSON.stringify(sent.data))
  const { goal, status } = sent.data
  cli.print(goal === null || status === null ? `${done}.` : `${done}. Goal ${goal} is ${status}.`)
}
