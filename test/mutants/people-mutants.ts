import { guardsOf } from './mutant.ts'

/** What people may say, and that nobody else says it for them. */
export const peopleMutants = [
  ...guardsOf(
    'supervisor/people/take-command.ts',
    ['test/governance/bugs-of-others.int.test.ts#R1:'],
    [
      {
        off: 'a command is signed by the console',
        from: "if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url')))",
        to: 'if (false)',
        says: 'Decisions arrive signed by the console on its own subject; nothing that an agent may publish leads to one.',
        codes: ['BAD_SIGNATURE'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/people/take-command.ts',
    ['test/governance/approvals.int.test.ts#that was refused once stays refused when it is delivered again'],
    [
      {
        off: 'refused once is refused for good',
        from: 'if ((await deps.store.byCause(deps.control.log, asked.id)).length > 0) return',
        says: 'Bound to one exact effect; single use.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/people/edit-for.ts',
    ['test/governance/approvals.int.test.ts#may not turn the call into one with another key'],
    [
      {
        off: 'an edit stays the same effect',
        from: 'if (edited !== null && (!edited.ok || edited.value !== key))',
        to: 'if (false)',
        says: "A person's edit keeps the id; both digests are recorded.",
        codes: ['BAD_ARGUMENTS'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/people/person-of.ts',
    ['test/governance/intake.int.test.ts#takes nothing from a person whom nobody knows'],
    [
      {
        off: 'a person whom people.yaml knows',
        from: "if (!found) throw new RemitError('UNKNOWN_PERSON', { person: id })",
        to: "if (!found) return { id, roles: ['support-lead', 'support-agent'], limit: null }",
        says: 'Who asked is what the door knows: the signed-in person or token over HTTP.',
        codes: ['UNKNOWN_PERSON'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/control/take-offer.ts',
    ['test/governance/offers.int.test.ts#are refused where they speak for a gateway'],
    [
      {
        off: 'nobody offers tools but the gateway',
        from: "if (offer.from !== sender.from) throw new RemitError('FORBIDDEN', { offer: offer.from, sender: name })",
        says: 'Nothing is changed in a real system except by the gateway after a commit.',
        codes: ['FORBIDDEN'],
      },
    ],
  ),
  ...guardsOf(
    'supervisor/people/must-own.ts',
    [
      'test/governance/judging.int.test.ts#is set by the role that owns it, and a mode never above the ceiling',
    ],
    [
      {
        off: 'a halt is for whoever owns a workflow',
        from: 'if (!person.roles.some((role) => roles.has(role)))',
        to: 'if (false)',
        says: 'Halt: lifted by a person of the role.',
        codes: ['NOT_YOUR_ROLE'],
      },
    ],
  ),
]
