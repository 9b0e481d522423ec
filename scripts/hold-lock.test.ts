import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtempDisposable, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { holdLock } from './hold-lock.mjs'

const aFolder = () => mkdtempDisposable(join(tmpdir(), 'remit-lock-'))

/** The number of a process that has ended. */
const endedProcess = () => execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim()

describe('a lock', () => {
  it('lets one in at a time and is gone afterwards', async () => {
    await using folder = await aFolder()
    const file = join(folder.path, 'lock')
    let inside = 0
    const seen: number[] = []
    const work = async () => {
      inside += 1
      seen.push(inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }
    await Promise.all([1, 2, 3].map(() => holdLock(file, work)))
    expect(seen).to.deep.equal([1, 1, 1])
    expect(existsSync(file)).to.equal(false)
  })

  it('is released when the work fails', async () => {
    await using folder = await aFolder()
    const file = join(folder.path, 'lock')
    const failure = await holdLock(file, async () => {
      throw new Error('no')
    }).catch((error: unknown) => error)
    expect(failure).to.have.property('message', 'no')
    expect(existsSync(file)).to.equal(false)
  })

  it('is taken over from a process that was killed', async () => {
    await using folder = await aFolder()
    const file = join(folder.path, 'lock')
    await writeFile(file, `${hostname()} ${endedProcess()}`)
    expect(await holdLock(file, async () => 'in')).to.equal('in')
  })

  it('is not taken over while what the killed process started is alive', async () => {
    await using folder = await aFolder()
    const file = join(folder.path, 'lock')
    await writeFile(file, `${hostname()} ${endedProcess()} ${process.pid}`)
    const order: string[] = []
    const waiting = holdLock(
      file,
      async () => order.push('in'),
      () => void order.push('waits'),
    )
    await new Promise((resolve) => setImmediate(resolve))
    order.push('ends')
    await writeFile(file, `${hostname()} ${endedProcess()}`)
    await waiting
    expect(order).to.deep.equal(['waits', 'ends', 'in'])
  })

  it('of another machine is taken over once it has been silent for long', async () => {
    await using folder = await aFolder()
    const file = join(folder.path, 'lock')
    await writeFile(file, `elsewhere-${hostname()} ${process.pid}`)
    await utimes(file, new Date(0), new Date(0))
    expect(await holdLock(file, async () => 'in')).to.equal('in')
  })
})
