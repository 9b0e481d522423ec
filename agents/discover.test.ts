import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { discoverAgents } from './discover.ts'

const here = new URL('./', import.meta.url).href
/** Not written out: only cards of agents may hold one. */
const exports = ['export', 'default'].join(' ')
const good = `import { defineAgent, defineContract } from '${here}define-agent.ts'
import { z } from '${import.meta.resolve('zod')}'
${exports} defineAgent({ name: NAME, description: 'd', version: '1.0.0', prompt: new URL('./prompt.md', import.meta.url),
  contracts: [defineContract({ name: CONTRACT, description: 'd', request: z.unknown(), result: z.strictObject({}) })],
  playbook: () => ({ do: 'escalate', question: 'q' }) })`
const agent = (name: string, contract: string) =>
  good.replace('NAME', `'${name}'`).replace('CONTRACT', `'${contract}'`)

const found = async (folder: string, file: string, prompt = true) => {
  const root = await mkdtemp(join(tmpdir(), 'remit-agents-'))
  try {
    await mkdir(join(root, folder))
    await writeFile(join(root, folder, 'agent.ts'), file)
    if (prompt) await writeFile(join(root, folder, 'prompt.md'), 'You are a test.')
    return await discoverAgents(pathToFileURL(`${root}/`))
  } finally {
    await rm(root, { recursive: true })
  }
}
const fault = async (...args: Parameters<typeof found>): Promise<string> => {
  const thrown: unknown = await found(...args).catch((error: unknown) => error)
  expect(thrown).to.be.instanceOf(RemitError)
  return thrown instanceof RemitError ? thrown.message : ''
}

describe('discovery of agents', () => {
  it('finds an agent with its prompt', async () => {
    const [one] = await found('mailer', agent('mailer', 'mailer.send@1'))
    expect(one).to.include({ name: 'mailer', systemPrompt: 'You are a test.' })
  })
  it('names the folder and the fault', async () => {
    expect(await fault('mailer', agent('other', 'other.send@1'))).to.contain(
      'its folder is mailer, its card says other',
    )
    expect(await fault('mailer', agent('mailer', 'support.refund@1'))).to.contain(
      'support.refund@1 must begin with mailer.',
    )
    expect(await fault('mailer', `${exports} { name: "mailer" }`)).to.contain(
      'must export default defineAgent',
    )
    expect(await fault('mailer', 'throw new Error("boom")')).to.contain('cannot be loaded: boom')
    expect(await fault('mailer', agent('mailer', 'mailer.send@1'), false)).to.contain(
      'prompt.md cannot be read',
    )
  })
  it('says which agents there are when one is asked for that is not', async () => {
    const thrown: unknown = await discoverAgents(new URL(here), ['nobody']).catch((error: unknown) => error)
    expect(String(thrown)).to.contain('nobody').and.to.contain('finance, support, triage')
  })
})
