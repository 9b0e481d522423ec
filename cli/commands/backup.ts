import { readFile, writeFile } from 'node:fs/promises'
import { controlEvents } from '../../contracts/events/control-events.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { RestoreNote } from '../../contracts/restore-note.ts'
import { checkBackup, placeBackup, writeBackup } from '../../store/backup.ts'
import type { Store } from '../../store/port.ts'
import { CliFailure } from '../cli-failure.ts'
import { localCommand } from '../cli.ts'
import type { Cli, Register } from '../cli.ts'
import { needHomeStore, openHomeStore } from '../open-home-store.ts'
import { whoRuns } from '../who-runs.ts'

type Options = { json?: boolean }

const placesOf = (cli: Cli, config: string | null) => {
  const { store, keys } = homeFiles(cli.config.home)
  return { store, keys, config }
}

/** Supervisors of this home are asked to be stopped first: what they decide meanwhile would be lost with the restore. */
const mustBeStopped = async (cli: Cli): Promise<void> => {
  const url = await whoRuns(cli.config.home)
  if (url !== null) throw new CliFailure(1, `Remit runs in this home (${url}). Stop it first.`)
}

/** `backup`: the record as it stands, its keys and the policy, in a folder. */
export const backupCommand: Register = (program, cli) => {
  localCommand(
    program,
    'backup <folder>',
    'copy the record, its keys and the policy',
    'backup /mnt/remit-1122',
  ).action(async (folder: string, options: Options) => {
    await mustBeStopped(cli)
    await (await needHomeStore(cli.config.home)).close()
    const manifest = await writeBackup(placesOf(cli, cli.config.config), folder, new Date().toISOString())
    const count = Object.keys(manifest.files).length
    cli.print(
      options.json
        ? JSON.stringify({ folder, ...manifest })
        : `${folder}: ${count} files, as of ${manifest.at}. It holds the keys: keep it as you keep them.`,
    )
  })
}

/** What the record that is being replaced knows and the backup does not: later erasures, and how far heads went out. */
const carriedOver = async (store: Store) => {
  const [log] = (await store.logs('control/')).filter(({ log: name }) => name.startsWith('control/'))
  const events = log === undefined ? [] : await store.load(log.log)
  return {
    erased: events.flatMap(({ type, data }) =>
      type === 'SubjectErasing' ? [controlEvents.SubjectErasing.parse(data)] : [],
    ),
    published: events.reduce(
      (most, { type, data }) => (type === 'HeadsSigned' ? controlEvents.HeadsSigned.parse(data).count : most),
      0,
    ),
  }
}

/** The note of a restore that no start has read yet. */
const noteOf = async (file: string): Promise<RestoreNote | null> => {
  try {
    return RestoreNote.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** `restore`: a backup in the place of the record; the next start is in quarantine. */
export const restoreCommand: Register = (program, cli) => {
  localCommand(
    program,
    'restore <folder>',
    'put a backup in the place of the record',
    'restore /mnt/remit-1122',
  ).action(async (folder: string, options: Options) => {
    await mustBeStopped(cli)
    const manifest = await checkBackup(folder)
    const { home } = cli.config
    const present = await openHomeStore(home)
    const carried = present === null ? { erased: [], published: 0 } : await carriedOver(present)
    await present?.close()
    const at = new Date().toISOString()
    // A note that no start has read yet is of a restore before this one: what it carries is not in the store there.
    const earlier = await noteOf(homeFiles(home).restored)
    const note: RestoreNote = {
      at,
      backup: manifest.at,
      erased: [...(earlier?.erased ?? []), ...carried.erased],
      published: Math.max(earlier?.published ?? 0, carried.published),
    }
    // First: a start after a half-done restore is in quarantine, too.
    await writeFile(homeFiles(home).restored, `${JSON.stringify(note)}\n`, { mode: 0o600 })
    await placeBackup(folder, placesOf(cli, null), `replaced-${at.replaceAll(/\D/g, '')}`)
    cli.print(
      options.json
        ? JSON.stringify({ folder, backup: manifest.at, erased: note.erased.length })
        : `Restored the record of ${manifest.at}. The next start is in quarantine: reads only, until \`remit restored --note …\`. The replaced files lie beside it.`,
    )
  })
}
