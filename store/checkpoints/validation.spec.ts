import { validate } from '@langchain/langgraph-checkpoint-validation'
import { SqliteSaver } from './sqlite-saver.ts'

// LangGraph's own suite; it needs vitest's globals (see sqlite-saver.int.test.ts, which runs it).
validate({
  checkpointerName: 'SqliteSaver',
  createCheckpointer: () => SqliteSaver.open({ file: ':memory:' }),
  destroyCheckpointer: (saver) => saver.close(),
})
