import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compilePolicy } from './compile-policy.ts'
import { policySource } from './policy-source.ts'
import { sampleCatalogue } from './sample-catalogue.ts'
import { sampleFiles } from './sample-policy.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'docs')
const written = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  : []
const documents = [
  ...written.map((name) => join('docs', name)),
  'README.md',
  join('..', 'shared', 'design', 'governance.md'),
]

type Block = { line: number; text: string }
const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    text: match[1] ?? '',
  }))

/** A block that begins with `# config/<file>` is that whole file, and is checked in its place; others must be YAML. */
const named = /^# config\/(\S+\.yaml)/

describe('the YAML in the documents', () => {
  for (const document of documents) {
    it(`of ${document} passes the policy check`, async function () {
      const path = join(root, document)
      if (!existsSync(path)) return this.skip()
      const files = await sampleFiles()
      for (const { line, text } of blocksOf(readFileSync(path, 'utf8'))) {
        const file = named.exec(text)?.[1]
        const faults = file
          ? compilePolicy({ ...files, [file]: text }, sampleCatalogue)
          : { ok: false, faults: policySource(document, text).faults }
        expect(faults, `${document}:${line}`).to.satisfy(
          (result: typeof faults) => result.ok || ('faults' in result && result.faults.length === 0),
        )
      }
      return undefined
    })
  }

  it('would not pass with a fault in it', async () => {
    const [block] = blocksOf('text\n\n```yaml\n# config/company.yaml\nname: x\nnonsense: 1\n```\n')
    expect(block?.line).to.equal(3)
    expect(named.exec(block?.text ?? '')?.[1]).to.equal('company.yaml')
    const files = await sampleFiles()
    expect(compilePolicy({ ...files, 'company.yaml': block?.text ?? '' }, sampleCatalogue).ok).to.equal(false)
  })
})
