import { END, START, StateGraph, StateSchema } from '@langchain/langgraph'
import { z } from 'zod'
import { SqliteSaver } from './sqlite-saver.ts'

/**
 * For tests, run as a process: `counting-graph.fixture.ts <file> <steps>` counts in a checkpointed graph and prints each
 * count as its node begins; started again on the same file it goes on where the checkpoints end. `hang <n>` makes
 * the node of that count wait for ever, so that the process can be killed in the middle of it.
 */
const [file = '', steps = '0', , hang = ''] = process.argv.slice(2)
const State = new StateSchema({ count: z.number().default(0) })

const count = async (state: typeof State.State): Promise<{ count: number }> => {
  const next = state.count + 1
  process.stdout.write(`${next}\n`)
  // The interval keeps the process alive: a promise alone would let it end.
  if (String(next) === hang) await new Promise((resolve) => setInterval(resolve, 2 ** 30))
  return { count: next }
}

const saver = await SqliteSaver.open({ file })
const graph = new StateGraph(State)
  .addNode('add', count)
  .addEdge(START, 'add')
  .addConditionalEdges('add', (state) => (state.count < Number(steps) ? 'add' : END))
  .compile({ checkpointer: saver })
const config = { configurable: { thread_id: 'g1' }, durability: 'sync' as const, recursionLimit: 100 }
const begun = (await saver.getTuple(config)) !== undefined
const { count: total } = await graph.invoke(begun ? null : {}, config)
process.stdout.write(`total ${total}\n`)
await saver.close()
