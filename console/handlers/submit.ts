import type { Context } from 'hono'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import { RemitError } from '../../contracts/errors.ts'
import { apiAccount, goalIdOf } from '../../contracts/goal-id.ts'
import { requests } from '../../contracts/http/requests.ts'
import { intakeLimit } from '../../contracts/platform.ts'
import type { SignedIn } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'
import { answerCommand } from './answer-command.ts'

/** The submission as it was stored; null where it is erased or is none. */
const stored = async (deps: ConsoleDeps, goal: string): Promise<unknown> => {
  const [accepted] = await deps.store.load(goal)
  const content = accepted?.data['content']
  if (typeof content !== 'string') return null
  try {
    return await deps.store.getTrail(goal, content)
  } catch (error) {
    if (error instanceof RemitError && error.code === 'UNREADABLE') return null
    throw error
  }
}

/**
 * A goal over HTTP. The same id again with the same content is the same goal and is answered from the record, as a
 * repeat leads to no event that could be waited for; with other content the supervisor refuses it.
 */
export const submitHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const { tour, ...submission } = await readBody(context, requests.submit, intakeLimit)
  const goal = (command: string): string => goalIdOf(apiAccount, submission.id ?? command)
  const existing = submission.id === undefined ? null : goal(submission.id)
  const before = existing === null ? null : await deps.store.view(existing)
  if (existing !== null && before !== null) {
    const earlier = await stored(deps, existing)
    if (earlier !== null && canonicalJson(earlier) === canonicalJson(submission))
      return context.json({
        command: existing,
        goal: existing,
        state: 'done',
        status: before.status,
        events: [],
      })
  }
  const body = tour === undefined ? { submission } : { submission, tour }
  return answerCommand(context, deps, { kind: 'submit', body, goal })
}
