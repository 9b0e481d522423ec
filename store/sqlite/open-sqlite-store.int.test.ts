import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { verifyRecord } from '../verify.ts'
import { temporaryPlace } from './temporary-place.ts'

const program = join(dirname(fileURLToPath(import.meta.url)), 'appending-process.fixture.ts')

/** Runs an appending process until it has had `acknowledgements`, kills it in the middle of its work. */
const appendAndDie = async (args: string[], acknowledgements: number): Promise<string[]> => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === acknowledgements) child.kill('SIGKILL')
  }
  const [, signal] = await gone
  expect(signal).to.equal('SIGKILL')
  return lines
}

describe('openSqliteStore in several processes', function () {
  this.timeout(60_000)

  it('keeps what it acknowledged through kill -9, with no gap and under the cap', async () => {
    await using place = await temporaryPlace()
    const lines: string[] = []
    for (let round = 1; round <= 3; round += 1) {
      const pair = ['left', 'right'].map((name, i) =>
        appendAndDie([place.file, place.keyFile, `${name}${round}`], 150 + 70 * i * round),
      )
      lines.push(...(await Promise.all(pair)).flat())
    }
    const store = await place.open()
    const logs = new Map<string, string[]>()
    for (const log of ['a', 'b', 'c', 'd']) {
      const events = await store.load(log)
      expect(events.map(({ version }) => version)).to.deep.equal(events.map((_, i) => i + 1))
      logs.set(
        log,
        events.map(({ hash }) => hash),
      )
    }
    // The last line of a killed process may be cut in its middle; then it is not looked for.
    const acknowledged = lines.map((line) => line.split(' ')).filter(([, , hash]) => hash?.length === 64)
    const lost = acknowledged.filter(
      ([log = '', version, hash]) => logs.get(log)?.[Number(version) - 1] !== hash,
    )
    expect(acknowledged.length).to.be.greaterThan(700)
    expect(lost).to.deep.equal([])

    const holders = new Set((await store.holders('9999')).map(({ holder }) => holder))
    const held = lines.filter((line) => line.startsWith('held ')).map((line) => line.slice('held '.length))
    expect(held.filter((holder) => !holders.has(holder))).to.deep.equal([])
    const [company] = await store.ledger('company')
    expect([company?.held, holders.size]).to.deep.equal([100n, 100])

    const { publicKey } = generateKeyPairSync('ed25519')
    const { ok, faults } = await verifyRecord({ store, heads: [], publicKey })
    expect({ ok, faults }).to.deep.equal({ ok: true, faults: [] })
  })
})
