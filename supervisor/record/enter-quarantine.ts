import { readFile, rm } from 'node:fs/promises'
import type { Bus } from '../../bus/connect.ts'
import { RestoreNote } from '../../contracts/restore-note.ts'
import { SignedHeads } from '../../store/signed-heads.ts'
import type { Control } from '../control/control.ts'
import { failPoint } from '../../observability/fail-points.ts'

const noteIn = async (file: string): Promise<RestoreNote | null> => {
  try {
    return RestoreNote.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The last statement of heads that went out; null where the bus has none. */
const lastPublished = async (bus: Bus): Promise<SignedHeads | null> => {
  const { streams } = await bus.manager()
  const { state } = await streams.info(bus.streams.heads)
  if (state.messages === 0) return null
  const message = await streams.getMessage(bus.streams.heads, { last_by_subj: bus.subjects.heads })
  return message === null ? null : (SignedHeads.safeParse(message.json()).data ?? null)
}

const by = { kind: 'supervisor' as const, id: 'start' }

/**
 * Before anything is heard: a store that was restored, or that is behind what was published of it, may lack what was
 * done in the world. Nothing is changed then until a person lifts it. Erasures since the backup are ordered again.
 */
export const enterQuarantine = async (
  { control, bus, now }: { control: Control; bus: Bus; now: () => string },
  noteFile: string,
): Promise<void> => {
  const note = await noteIn(noteFile)
  const state = await control.fresh()
  const kept = state.heads.count
  if (note !== null) {
    const id = `q-${note.at.replaceAll(/\D/g, '')}`
    await control.append(id, by, now(), () => [
      { type: 'Quarantined', data: { quarantine: id, reason: 'restored', published: note.published, kept } },
      ...note.erased.map((data) => ({ type: 'SubjectErasing' as const, data })),
    ])
    await failPoint('supervisor.quarantined')
    return rm(noteFile)
  }
  const published = await lastPublished(bus)
  if (published === null || state.record.quarantine !== null) return undefined
  const behind = published.count > kept || (published.count === kept && published.root !== state.heads.root)
  if (!behind) return undefined
  const id = `q-${published.root.slice(0, 24)}`
  await control.append(id, by, now(), () => [
    { type: 'Quarantined', data: { quarantine: id, reason: 'behind', published: published.count, kept } },
  ])
  return undefined
}
