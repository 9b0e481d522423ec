import { RemitError } from '../../contracts/errors.ts'
import type { Control } from './control.ts'
import { digestOfFiles } from './policies.ts'
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
  const digest = digestOfFiles(files)
  const { events } = await control.append(
    `apply-${digest.slice(0, 32)}-${(await control.fresh()).version}`,
    { kind: 'supervisor', id: by },
    at,
    (state) =>
      state.policy === digest ? [] : [{ type: 'PolicyApplied', data: { digest, files: { ...files }, by } }],
  )
  return events.length > 0
}
