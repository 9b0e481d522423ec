import type { Context } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import { requests } from '../../contracts/http/requests.ts'
import type { SignedIn } from '../auth/sign-in.ts'
import type { CommandKind } from '../command/send-command.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'
import { answerCommand } from './answer-command.ts'
import { segment } from './segment.ts'
import type { z } from 'zod'

const existing = async (context: Context, deps: ConsoleDeps): Promise<string> => {
  const goal = segment(context, 'id', 'UNKNOWN_GOAL')
  if ((await deps.store.view(goal)) === null) throw new RemitError('UNKNOWN_GOAL', { goal })
  return goal
}

/** A command about the goal of the path. */
export const goalCommand =
  (deps: ConsoleDeps, kind: CommandKind, schema: z.ZodType<Record<string, unknown>>) =>
  async (context: Context<SignedIn>) => {
    const goal = await existing(context, deps)
    const body = await readBody(context, schema)
    return answerCommand(context, deps, { kind, body: { goal, ...body }, goal: () => goal })
  }

/** A command about an effect of the goal of the path. */
export const effectCommand =
  (deps: ConsoleDeps, kind: CommandKind, schema: z.ZodType<Record<string, unknown>>) =>
  async (context: Context<SignedIn>) => {
    const goal = await existing(context, deps)
    const effect = segment(context, 'effect', 'UNKNOWN_EFFECT')
    const body = await readBody(context, schema)
    return answerCommand(context, deps, { kind, body: { goal, effect, ...body }, goal: () => goal })
  }

/** Approve or reject: the approval's id binds the decision to one exact call. */
export const decisionHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const approval = segment(context, 'id', 'UNKNOWN_APPROVAL')
  const body = await readBody(context, requests.decision)
  // Open or not: a decision that comes too late is a command, too, and its refusal says by whom it was overtaken.
  const goal = await deps.store.goalOfApproval(approval)
  if (goal === null) throw new RemitError('UNKNOWN_APPROVAL', { approval })
  return answerCommand(context, deps, {
    kind: 'decide',
    body: { goal, approval, ...body },
    goal: () => goal,
  })
}
