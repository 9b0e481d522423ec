import { RemitError } from '../../contracts/errors.ts'
import { DeadContent } from '../../contracts/dead-content.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import { emptyStream } from '../../bus/empty-stream.ts'
import { failPoint } from '../../observability/fail-points.ts'
import type { Deps } from '../deps.ts'

type Erase = Extract<PersonCommand, { kind: 'erase' }>

/** Dead letters of no goal that mention one of these words: nothing else says whom they are about. */
const mentioning = async ({ store }: Deps, words: readonly string[]): Promise<string[]> => {
  const found: string[] = []
  for (const { id, goal } of await store.deadLetters()) {
    if (goal !== null) continue
    const content = DeadContent.safeParse((await store.deadLetter(id))?.content)
    const text = content.success
      ? `${Buffer.from(content.data.body, 'base64').toString('utf8')} ${content.data.reason}`
      : ''
    if (words.some((word) => text.toLowerCase().includes(word.toLowerCase()))) found.push(id)
  }
  return found
}

/**
 * Orders an erasure. Letters that are found by words go at once: the words stand in no event, so nobody could find
 * them later. The key is destroyed after the commit that says so.
 */
export const eraseSubject = async (deps: Deps, asked: Erase): Promise<void> => {
  const { store, control } = deps
  const { subject, mentions } = asked.body
  const ref = await store.blind(subject)
  const own = (await deps.cache.load(subject)) === null ? [] : [subject]
  const goals = [...new Set([...(await store.boundTo(ref)), ...own])].toSorted()
  const views = await Promise.all(goals.map((goal) => store.view(goal)))
  const open = views.flatMap((view) => (view !== null && view.ended === null ? [view.id] : []))
  if (open.length > 0) throw new RemitError('GOALS_OPEN', { goals: open })
  const data = { erasure: asked.id, subject: ref, goals, person: asked.person }
  await store.dropDead(await mentioning(deps, [subject, ...mentions]))
  await control.append(asked.id, { kind: 'person', id: asked.person }, deps.now(), () => [
    { type: 'SubjectErasing', data },
  ])
  await failPoint('supervisor.erase-ordered')
  await destroyKeys(deps, data)
}

/** False while a goal that began meanwhile is open. Done again it changes nothing. */
const destroyKeys = async (
  { store, log }: Deps,
  { subject, goals }: { subject: string; goals: readonly string[] },
): Promise<boolean> => {
  const erased = await store.eraseDataSubject(subject, goals)
  if (!erased.ok) log.warn({ goals: erased.open }, 'an erasure waits for goals that are open')
  return erased.ok
}

/** Content that was on its way lies on in the files of the streams until these are emptied. */
const emptyStreams = async ({ bus }: Deps): Promise<boolean> => {
  const manager = await bus.manager()
  const { intake, outcomes, trail, results, commands, dead } = bus.streams
  let all = true
  for (const stream of [intake, outcomes, trail, results, commands, dead])
    all = (await emptyStream(manager, stream)) && all
  return all
}

/** Goes on with every erasure that is ordered and not finished, whoever ordered it; what is busy comes again. */
export const finishErasures = async (deps: Deps): Promise<void> => {
  const { record } = await deps.control.fresh()
  for (const [erasure, { subject, goals }] of record.erasing) {
    if (!(await destroyKeys(deps, { subject, goals }))) continue
    await failPoint('supervisor.erase-keys')
    if (!(await emptyStreams(deps))) continue
    await deps.control.append(`${erasure}-erased`, { kind: 'supervisor', id: 'erasure' }, deps.now(), (now) =>
      now.record.erasing.has(erasure)
        ? [{ type: 'SubjectErased', data: { erasure, subject, goals: goals.length } }]
        : [],
    )
  }
}
