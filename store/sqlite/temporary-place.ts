import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Place } from '../conformance/place.ts'
import type { Store } from '../port.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

/** A folder that is gone after the test, with a record file that every `open` gives another handle on. */
export const temporaryPlace = async (): Promise<
  Place & { folder: string; file: string; keyFile: string }
> => {
  const folder = await mkdtemp(join(tmpdir(), 'remit-store-'))
  const [file, keyFile] = [join(folder, 'record.db'), join(folder, 'master.key')]
  const opened: Store[] = []
  return {
    folder,
    file,
    keyFile,
    async open() {
      const store = await openSqliteStore({ file, keyFile })
      opened.push(store)
      return store
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((store) => store.close()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One store in memory: it cannot be shared, so every `open` gives the same one. */
export const memoryPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'remit-store-'))
  const store = await openSqliteStore({ file: ':memory:', keyFile: join(folder, 'master.key') })
  return {
    open: async () => store,
    async [Symbol.asyncDispose]() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
