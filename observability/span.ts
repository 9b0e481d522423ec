import { z } from 'zod'
import { Instant } from '../contracts/envelope.ts'

export const AttributeValue = z.union([z.string(), z.number(), z.boolean()])
export type AttributeValue = z.infer<typeof AttributeValue>

/** A piece of a goal's trace, made from its record alone: ids, times, codes and amounts, no content. */
export const Span = z.object({
  /** 32 hex digits, one for all spans of a goal */
  trace: z.string(),
  /** 16 hex digits, derived from the id of the event with which the span begins */
  id: z.string(),
  /** null: nothing is above it; the parent of the root is a span of the caller's */
  parent: z.string().nullable(),
  root: z.boolean(),
  name: z.string(),
  kind: z.enum(['internal', 'consumer', 'client']),
  start: Instant,
  /** null = still under way; never exported */
  end: Instant.nullable(),
  status: z.enum(['unset', 'ok', 'error']),
  /** why the status is error */
  code: z.string(),
  attributes: z.record(z.string(), AttributeValue),
  /** version of the event with which it begins, and with which it ends */
  began: z.int().positive(),
  ended: z.int().positive().nullable(),
})
export type Span = z.infer<typeof Span>

/** The answer of `GET /api/goals/{id}/trace`. */
export const Spans = z.object({ items: z.array(Span), cursor: z.null() })
