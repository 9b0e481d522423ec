import { expect } from 'chai'
import { sign, verify } from 'node:crypto'
import { chmod, mkdtempDisposable, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RemitError } from '../contracts/errors.ts'
import { keyPair, readPublicKey } from './key-files.ts'

const codeOf = async (answer: Promise<unknown>): Promise<string | null> => {
  try {
    await answer
    return null
  } catch (error) {
    return error instanceof RemitError ? error.code : String(error)
  }
}

describe('keyPair', () => {
  it('makes a pair once, private to its owner, and hands out the public half', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-keys-'))
    const pairs = await Promise.all(
      Array.from({ length: 5 }, () => keyPair(join(folder.path, 'keys'), 'record')),
    )
    expect(new Set(pairs.map(({ publicPem }) => publicPem)).size).to.equal(1)
    expect((await stat(join(folder.path, 'keys', 'record.key'))).mode & 0o777).to.equal(0o600)
    const handedOut = await readPublicKey(join(folder.path, 'keys', 'record.pub'))
    const [pair] = pairs
    if (!pair) throw new Error('no pair')
    const message = Buffer.from('heads')
    expect(verify(null, message, handedOut, sign(null, message, pair.privateKey))).to.equal(true)
  })

  it('refuses a file that others can read, or that is no such key', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-keys-'))
    await keyPair(folder.path, 'open')
    await chmod(join(folder.path, 'open.key'), 0o644)
    await writeFile(join(folder.path, 'words.key'), 'no key', { mode: 0o600 })
    expect(await codeOf(keyPair(folder.path, 'open'))).to.equal('BAD_CONFIG')
    expect(await codeOf(keyPair(folder.path, 'words'))).to.equal('BAD_CONFIG')
  })
})
