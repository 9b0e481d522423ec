import type { ErrorCode } from '../../../contracts/errors.ts'

/** What a call of an agent can be refused with, whatever its model says. */
export const agentCodes = [
  'UNKNOWN_TOOL',
  'BAD_ARGUMENTS',
  'NOT_ALLOWED',
  'RULE_ERROR',
  'FACTS_UNREADABLE',
  'OVER_BUDGET',
  'TOO_MANY_FAILURES',
  'REJECTED',
  'HALTED',
  'GOAL_OVER',
  'TASK_OVER',
] as const satisfies readonly ErrorCode[]

/** Refusals that no words of a model lead to, and what does. */
export const otherCodes: Partial<Record<ErrorCode, string>> = {
  TOOL_NOT_ALLOWED:
    'the worker offers what the grant lists and answers other names itself; raw requests get it',
  BAD_GRANT: 'the worker signs nothing and a model never sees the grant; raw requests get it',
  OLD_ATTEMPT: 'a worker that lost its lease; R10 and the chaos runs',
  NOT_HOLDER: 'another worker; the raw clients of R1 and the chaos runs',
  UNKNOWN_TASK: 'a worker that makes tasks up',
  CANCELLED:
    'a call while another effect of the cancelled goal is executing; else the goal is over at once: GOAL_OVER',
  DEFINITION_CHANGED: 'a system that changed a tool; gateway and process tests',
  NO_BUDGET:
    'a currency that the rule admits and no cap names: the shipped rule refuses it before; judging tests',
  KEY_HELD: 'asked of a person, not refused',
  EXPIRED: 'people who say nothing; R14',
  NOT_READY: 'a supervisor that is silent; gateway tests',
}
