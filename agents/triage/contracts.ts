import { z } from 'zod'
import { defineContract } from '../define-agent.ts'

export const route = defineContract({
  name: 'triage.route@1',
  description: 'Find the workflow that a goal in free text belongs to, and write its payload',
  /** whatever the client sent along; the goal's text is what counts */
  request: z.unknown(),
  result: z.strictObject({ workflow: z.string() }),
  examples: [
    { goal: 'refund order 7001, it arrived broken', request: null, answers: {} },
    { goal: 'what is the weather?', request: null, answers: {} },
    { goal: '', request: { order_id: '7001' }, answers: {} },
  ],
})
