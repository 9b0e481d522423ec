import { RemitError } from '../../contracts/errors.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import { policyDifference } from '../policy/policy-difference.ts'
import type { PolicyFiles } from '../policy/compile-policy.ts'
import type { Policies } from './policies.ts'
import { digestOfFiles } from './policies.ts'
import type { ControlState, PolicyProposal } from './control-state.ts'
import { mayApply, type Applicant, type Applying } from '../decider/rules/may-apply.ts'

/** A proposal that nobody seconded for so long is made anew: who proposed it may think otherwise by now. */
const proposalDays = 7
const stands = (proposal: PolicyProposal, digest: string, state: ControlState, at: string): boolean =>
  proposal.digest === digest &&
  proposal.from === state.policy &&
  Date.parse(at) - Date.parse(proposal.at) < proposalDays * 86_400_000

const applyingOf = (policies: Policies, state: ControlState, files: PolicyFiles): Applying => {
  const before = state.policies.get(state.policy) ?? {}
  const names = [...new Set([...Object.keys(before), ...Object.keys(files)])]
  const owners = [...policies.current(state).workflows.values()].map(({ name, policy }): [string, string] => [
    `workflows/${name}.yaml`,
    policy.owner,
  ])
  return {
    files: names.filter((name) => before[name] !== files[name]),
    changes: policyDifference(before, files),
    owners: new Map(owners),
  }
}

/**
 * What applying these files comes to: in force, or proposed until a second person applies the very same. The roles are
 * those of the policy in force. Throws the code of a refusal; POLICY_FAULTS has every fault with its line.
 */
export const applyFiles = (
  policies: Policies,
  state: ControlState,
  asked: { command: string; files: PolicyFiles; person: Applicant; at: string },
): ControlEvent[] => {
  const { command, person, at } = asked
  const files = { ...asked.files }
  const faults = policies.check(state, files)
  if (faults.length > 0)
    throw new RemitError('POLICY_FAULTS', {
      issues: faults.map(({ file, line, code, message }) => ({
        path: `${file}:${line}`,
        message: `${code} ${message}`,
      })),
    })
  const digest = digestOfFiles(files)
  if (digest === state.policy) throw new RemitError('ALREADY_DECIDED', { policy: digest.slice(0, 12) })
  const applying = applyingOf(policies, state, files)
  const proposal = state.proposals.find((one) => stands(one, digest, state, at))
  const people = policies.current(state).people
  const proposer = people.find(({ id }) => id === proposal?.person)
  const may =
    proposal === undefined || proposer === undefined
      ? mayApply(applying, person, null)
      : mayApply(applying, proposer, person)
  if (may.kind === 'refused') throw new RemitError(may.code)
  const what = { digest, files, difference: applying.changes }
  if (may.kind === 'second-person')
    return [
      { type: 'PolicyProposed', data: { proposal: command, from: state.policy, ...what, person: person.id } },
    ]
  const second = proposer === undefined || proposer.id === person.id ? null : person.id
  return [{ type: 'PolicyApplied', data: { ...what, by: proposer?.id ?? person.id, second } }]
}
