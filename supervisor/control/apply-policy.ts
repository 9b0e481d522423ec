import { RemitError } from '../../contracts/errors.ts'
import { controlLog, type Control } from './control.ts'
import { bareCompany, digestOfFiles } from './policies.ts'
import { policyDifference } from '../policy/policy-difference.ts'
import type { PolicyFiles } from '../policy/compile-policy.ts'

/** Puts policy files into the control log where they differ from what is in force. Replicas read them from there. */
export const applyPolicy = async (
  control: Control,
  files: PolicyFiles,
  by: string,
  at: string,
): Promise<boolean> => {
  if (files['company.yaml'] === undefined)
    throw new RemitError('BAD_CONFIG', {
      missing: 'company.yaml',
      fix: 'set REMIT_CONFIG to a policy folder',
    })
  const { name } = bareCompany(files)
  if (controlLog(name) !== control.log)
    throw new RemitError('BAD_CONFIG', {
      company: name,
      fix: `this record is of ${control.log}; its name stays`,
    })
  const digest = digestOfFiles(files)
  const { events } = await control.append(
    `apply-${digest.slice(0, 32)}-${(await control.fresh()).version}`,
    { kind: 'supervisor', id: by },
    at,
    (state) =>
      state.policy === digest
        ? []
        : [
            {
              type: 'PolicyApplied',
              data: {
                digest,
                files: { ...files },
                difference: policyDifference(state.policies.get(state.policy) ?? {}, files),
                by,
                second: null,
              },
            },
          ],
  )
  return events.length > 0
}
