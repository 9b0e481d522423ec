import type { PersonCommand } from '../../contracts/platform.ts'
import { isRecordCommand, type RecordKind } from '../../contracts/record-commands.ts'
import type { Deps } from '../deps.ts'
import { eraseSubject } from '../record/erase.ts'
import { liftQuarantine } from '../record/lift-quarantine.ts'
import { retryDead } from '../record/retry-dead.ts'
import { rotateKey } from '../record/rotate-key.ts'
import { mayKeepRecord } from './may-keep-record.ts'
import { personOf } from './person-of.ts'

export { isRecordCommand }
export type RecordCommand = Extract<PersonCommand, { kind: RecordKind }>

/** Commands on the record itself; what they did stands in the control log under the command's id. */
export const takeRecordCommand = async (deps: Deps, asked: RecordCommand): Promise<void> => {
  const control = await deps.control.fresh()
  mayKeepRecord(deps, control, personOf(deps, control, asked.person))
  switch (asked.kind) {
    case 'erase':
      return eraseSubject(deps, asked)
    case 'retry':
      return retryDead(deps, asked)
    case 'restored':
      return liftQuarantine(deps, asked)
    case 'rotate':
      return rotateKey(deps, asked)
    default:
      return asked satisfies never
  }
}
