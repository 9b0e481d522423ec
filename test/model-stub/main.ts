import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { discoverAgents } from '../../agents/discover.ts'
import type { Answer, ChatRequest } from './chat-request.ts'
import { startModelStub } from './model-stub.ts'
import { sensibleModel } from './sensible-model.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, script: { type: 'string' } },
})

/** A script exports `answer`: a request in, what a model says out. Without one: the sample agents' own procedures. */
const answerOf = async (script: string | undefined): Promise<(request: ChatRequest) => Promise<Answer>> => {
  if (script === undefined)
    return sensibleModel(await discoverAgents(new URL('../../agents/', import.meta.url)))
  const loaded: { answer: (request: ChatRequest) => Promise<Answer> } = await import(
    pathToFileURL(resolve(script)).href
  )
  if (typeof loaded.answer !== 'function') throw new Error(`${script} must export a function named answer`)
  return loaded.answer
}

const stub = await startModelStub({ port: Number(values.port), answer: await answerOf(values.script) })
process.stdout.write(`${JSON.stringify({ port: stub.port })}\n`)
