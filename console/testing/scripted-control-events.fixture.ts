import type { ControlEvent } from '../../contracts/events.ts'
import type { PersonCommand } from '../../contracts/platform.ts'

/** What the real supervisor would write of a command that belongs to no goal, without judging it. */
export const controlEvents = (command: PersonCommand): ControlEvent[] => {
  const { person } = command
  if (command.kind === 'halt') {
    const { scope, reads, note = '' } = command.body
    return [{ type: 'Halted', data: { halt: 'h_1', scope, reads, person, note } }]
  }
  if (command.kind === 'lift')
    return [{ type: 'Lifted', data: { halt: command.body.halt, person, note: '' } }]
  if (command.kind === 'mode') return [{ type: 'ModeSet', data: { ...command.body, person, how: 'by hand' } }]
  if (command.kind === 'promote' || command.kind === 'demote') {
    const { workflow } = command.body
    return [{ type: 'ModeSet', data: { workflow, mode: 'suggest', person, note: '', how: 'by hand' } }]
  }
  if (command.kind === 'apply')
    return [
      {
        type: 'PolicyApplied',
        data: { digest: 'p2', files: command.body.files, by: person, difference: [], second: null },
      },
    ]
  return []
}
