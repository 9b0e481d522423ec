import type { Context } from 'hono'
import type { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { ToolName } from '../../contracts/ids.ts'
import { requests } from '../../contracts/http/requests.ts'
import type { SignedIn } from '../auth/sign-in.ts'
import type { ConsoleDeps } from '../deps.ts'
import { readBody } from '../read-body.ts'
import { answerCommand } from './answer-command.ts'
import { segment } from './segment.ts'

const noGoal = (): null => null

export const haltHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) =>
  answerCommand(context, deps, { kind: 'halt', body: await readBody(context, requests.halt), goal: noGoal })

export const liftHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const halt = segment(context, 'id', 'UNKNOWN_HALT')
  const body = await readBody(context, requests.lift)
  return answerCommand(context, deps, { kind: 'lift', body: { halt, ...body }, goal: noGoal })
}

/** A command about the workflow of the path. */
export const workflowCommand =
  (deps: ConsoleDeps, kind: 'mode' | 'promote' | 'demote', schema: z.ZodType<Record<string, unknown>>) =>
  async (context: Context<SignedIn>) => {
    const workflow = context.req.param('name') ?? ''
    const known = (await deps.control()).policy?.workflows[workflow]
    if (known === undefined) throw new RemitError('UNKNOWN_WORKFLOW', { workflow })
    const body = await readBody(context, schema)
    return answerCommand(context, deps, { kind, body: { workflow, ...body }, goal: noGoal })
  }

export const applyHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) =>
  answerCommand(context, deps, {
    kind: 'apply',
    body: await readBody(context, requests.policy),
    goal: noGoal,
  })

export const acceptToolHandler = (deps: ConsoleDeps) => async (context: Context<SignedIn>) => {
  const tool = ToolName.safeParse(context.req.param('name'))
  if (!tool.success) throw new RemitError('UNKNOWN_TOOL')
  const { hash } = await readBody(context, requests.acceptTool)
  return answerCommand(context, deps, { kind: 'accept-tool', body: { tool: tool.data, hash }, goal: noGoal })
}
