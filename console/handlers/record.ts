import type { Context } from 'hono'
import type { z } from 'zod'
import { DeadContent } from '../../contracts/dead-content.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { DeadLine, DeadPage } from '../../contracts/http/dead.ts'
import { requests } from '../../contracts/http/requests.ts'
import type { SignedIn } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'
import { answerCommand } from './answer-command.ts'
import { segment } from './segment.ts'

const noGoal = (): null => null

/** Commands on the record itself that name nothing in their address. */
export const recordCommand =
  (deps: ConsoleDeps, kind: 'erase' | 'restored' | 'rotate', body: z.ZodType<Record<string, unknown>>) =>
  async (context: Context<SignedIn>) =>
    answerCommand(context, deps, { kind, body: await readBody(context, body), goal: noGoal })

export const retryHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const letter = segment(context, 'id', 'UNKNOWN_DEAD')
  await readBody(context, requests.retry)
  return answerCommand(context, deps, { kind: 'retry', body: { letter }, goal: noGoal })
}

export const deadHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const items: DeadLine[] = await deps.store.deadLetters()
  return context.json({ items, cursor: null })
}

export const deadLetterHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const id = segment(context, 'id', 'UNKNOWN_DEAD')
  const found = await deps.store.deadLetter(id)
  if (found === null) throw new RemitError('UNKNOWN_DEAD', { letter: id })
  const content = DeadContent.safeParse(found.content).data
  const page: z.infer<typeof DeadPage> = {
    ...found.letter,
    reason: content?.reason ?? null,
    body: content === undefined ? null : Buffer.from(content.body, 'base64').toString('utf8'),
    headers: content?.headers ?? {},
  }
  return context.json(page)
}
