import { commitOf } from '../conformance/place.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

/**
 * For tests, run as a process: `appending-process.fixture.ts <file> <keyFile> <name>` appends for ever to four logs that
 * other processes append to as well, reserves a unit of a cap with each commit, and prints what was acknowledged:
 * `<log> <version> <hash>` or `held <holder>`.
 */
const [file = '', keyFile = '', name = ''] = process.argv.slice(2)
const store = await openSqliteStore({ file, keyFile })

const reserveOne = async (holder: string, at: string): Promise<void> => {
  const cap = { key: 'company', kind: 'cost', currency: 'EUR', period: 'all', day: '', limit: 100n } as const
  const held = await store.reserve(holder, holder, at, [{ ...cap, amount: 1n }])
  if (held.ok) process.stdout.write(`held ${holder}\n`)
}

const appendForEver = async (log: string): Promise<void> => {
  let expected = 0
  for (let turn = 1; ; turn += 1) {
    const commit = commitOf(log, expected, [`${name} ${turn}`, 'second'], { cause: `${name}-${turn}` })
    await reserveOne(`${name}-${log}-${turn}`, commit.at)
    const appended = await store.append(commit)
    if (!appended.ok) {
      expected = appended.version
      continue
    }
    expected += 2
    for (const { goal, version, hash } of appended.events)
      process.stdout.write(`${goal} ${version} ${hash}\n`)
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(appendForEver))
