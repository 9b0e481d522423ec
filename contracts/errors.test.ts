import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { errorCatalogue, isErrorCode, RemitError, toRemitError } from './errors.ts'

const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
const [errors = '', record = ''] = text.split('\n# Codes of the record')
const sections = new Map(
  errors
    .split(/\n## /)
    .slice(1)
    .map((section): [string, string] => [section.slice(0, section.indexOf('\n')), section]),
)

describe('docs/errors.md', () => {
  it('has one section for each code, in the order of the catalogue, and no other', () => {
    expect([...sections.keys()]).to.deep.equal(Object.keys(errorCatalogue))
  })
  for (const [code, { message, retryable }] of Object.entries(errorCatalogue))
    it(`says of ${code} its message, whether to retry, when it comes and what to do`, () => {
      const section = sections.get(code) ?? ''
      expect(section).to.include(`\n> ${message}\n`)
      expect(section).to.match(new RegExp(`\\nRetryable: ${retryable ? 'yes' : 'no'}\\. \\S.{10,}`))
      expect(section).to.match(/\nWhat to do: \S.{5,}/)
    })
  it('knows every code that the decider puts into the record', () => {
    const folder = join(root, 'supervisor', 'decider')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !/(?:\.test|-for-test)\.ts$/.test(path),
    )
    const codes = files.flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(
        (found) => found[1] ?? '',
      ),
    )
    expect(codes.length).to.be.greaterThan(50)
    expect(codes.filter((code) => !isErrorCode(code) && !record.includes(`\n| \`${code}\` |`))).to.deep.equal(
      [],
    )
  })
})

describe('an error of ours', () => {
  it('says its message and its details, and what it was caused by', () => {
    const cause = new Error('disk full')
    const error = new RemitError('STORE_UNREACHABLE', { file: 'a.db', tries: 3 }, { cause })
    expect(error.message).to.equal(`${errorCatalogue.STORE_UNREACHABLE.message} (file: a.db, tries: 3)`)
    expect(error.cause).to.equal(cause)
    expect(error.retryable).to.equal(true)
  })
  it('is made of whatever was thrown, keeping it as the cause', () => {
    const thrown = new TypeError('x is not a function')
    expect(toRemitError(thrown)).to.include({ code: 'INTERNAL', cause: thrown })
    expect(toRemitError('text').details).to.deep.equal({ message: 'text' })
    const ours = new RemitError('LOOP')
    expect(toRemitError(ours)).to.equal(ours)
  })
  it('knows its own codes alone', () => {
    expect(isErrorCode('LOOP')).to.equal(true)
    expect(isErrorCode('toString')).to.equal(false)
  })
})
