import { stat } from 'node:fs/promises'
import { homeFiles } from '../contracts/home-files.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { CliFailure } from './cli-failure.ts'

const exists = async (file: string): Promise<boolean> => {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** The store of a home, null where none has been made yet: looking must not make one. */
export const openHomeStore = async (home: string): Promise<Store | null> => {
  const { store: file, storeKey: keyFile } = homeFiles(home)
  return (await exists(file)) ? openSqliteStore({ file, keyFile }) : null
}

/** The same where there must be one. Throws CliFailure (4). */
export const needHomeStore = async (home: string): Promise<Store> => {
  const store = await openHomeStore(home)
  if (store === null)
    throw new CliFailure(
      4,
      `No record in ${home}. Start Remit with \`npm start\`, or point REMIT_HOME at its home.`,
    )
  return store
}
