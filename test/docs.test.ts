import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { eventSchemas } from '../contracts/events.ts'
import { controlEvents } from '../contracts/events/control-events.ts'

const root = dirname(import.meta.dirname)
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'docs/adr'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
]
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

describe('the documents', () => {
  it('link to nothing that is not there', () => {
    const links = documents.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
        ([, to = '']) => ({ path, to }),
      ),
    )
    expect(links.length).to.be.above(8)
    const dead = links.filter(({ path, to }) => !existsSync(join(root, dirname(path), to)))
    expect(dead.map(({ path, to }) => `${path} -> ${to}`)).to.deep.equal([])
  })

  it('name only scripts that package.json has', () => {
    const named = documents.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/npm run ([a-z][a-z:-]*)/g)].map(
        ([, name]) => name,
      ),
    )
    expect(named.length).to.be.above(5)
    expect([...new Set(named)].filter((name) => !Object.hasOwn(scripts, name ?? ''))).to.deep.equal([])
  })
})

describe('docs/governance.md', () => {
  const rows = readFileSync(join(root, 'docs/governance.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
  const proof = /^\| .+ \| `([^`]+)` \| `([^`]+)`: "(.+)" \|$/

  it('names for each promise a file that keeps it and a test that proves it, and both are there', () => {
    expect(rows.length).to.be.above(30)
    const wrong = rows.filter((row) => {
      const [, keeper = '', test = '', title = ''] = proof.exec(row) ?? []
      if (![keeper, test].every((path) => path !== '' && existsSync(join(root, path)))) return true
      return !readFileSync(join(root, test), 'utf8').includes(title)
    })
    expect(wrong).to.deep.equal([])
  })
})

describe('docs/compliance.md', () => {
  it('has a row for each event of the record, and no other', () => {
    const text = readFileSync(join(root, 'docs/compliance.md'), 'utf8')
    const named = [...text.matchAll(/^\| ([A-Z][A-Za-z]+) \|/gm)].map(([, name]) => name)
    expect(named).to.have.members([...Object.keys(eventSchemas), ...Object.keys(controlEvents)])
  })
})

describe('the scripts of package.json', () => {
  it('stand in alphabetical order', () => {
    expect(Object.keys(scripts)).to.deep.equal(Object.keys(scripts).toSorted())
  })

  it('run files that are there', () => {
    const files = Object.values(scripts).flatMap((script) => script.match(/\S+\.(?:mjs|ts)\b/g) ?? [])
    expect(files.length).to.be.above(5)
    expect(files.filter((file) => !existsSync(join(root, file)))).to.deep.equal([])
  })
})
