import { z } from 'zod'
import { Id } from './ids.ts'

const note = z.string().max(4000).optional()

/** Commands of people on the record itself, by kind. */
export const recordBodies = {
  /** `mentions`: words by which dead letters that belong to no goal are found; they stand in no event */
  erase: z.strictObject({
    subject: z.string().min(1).max(200),
    mentions: z.array(z.string().min(3).max(200)).max(20).default([]),
  }),
  retry: z.strictObject({ letter: Id }),
  restored: z.strictObject({ note: z.string().min(1).max(4000) }),
  rotate: z.strictObject({ note }),
} as const

/** The same as shapes of `remit.commands`, beside what every command has. */
export const recordCommands = <C extends z.core.$ZodShape>(command: C) =>
  [
    z.strictObject({ ...command, kind: z.literal('erase'), body: recordBodies.erase }),
    z.strictObject({ ...command, kind: z.literal('retry'), body: recordBodies.retry }),
    z.strictObject({ ...command, kind: z.literal('restored'), body: recordBodies.restored }),
    z.strictObject({ ...command, kind: z.literal('rotate'), body: recordBodies.rotate }),
  ] as const

export type RecordKind = keyof typeof recordBodies
export const isRecordCommand = <C extends { kind: string }>(
  command: C,
): command is Extract<C, { kind: RecordKind }> => Object.hasOwn(recordBodies, command.kind)
