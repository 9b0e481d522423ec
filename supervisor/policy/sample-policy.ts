import { fileURLToPath } from 'node:url'
import { compilePolicy } from './compile-policy.ts'
import type { PolicyFiles } from './compile-policy.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { GoalView } from './facts-given.ts'
import { readPolicyFiles } from './read-policy-files.ts'
import { sampleCatalogue } from './sample-catalogue.ts'

/** The shipped files and values to judge them with, for tests of what is compiled and judged. */
export const sampleFiles = (): Promise<PolicyFiles> =>
  readPolicyFiles(fileURLToPath(new URL('../../config/', import.meta.url)))

export const compiled = (files: PolicyFiles): CompiledPolicy => {
  const result = compilePolicy(files, sampleCatalogue)
  if (!result.ok) throw new Error(JSON.stringify(result.faults, null, 1))
  return result.policy
}

export const refunds = 'workflows/refunds-under-50.yaml'
export const now = '2026-11-22T10:00:00Z'
export const goal: GoalView = {
  id: 'g1',
  workflow: 'refunds-under-50',
  source: 'local',
  requester: 'maria-keller',
  submitted: now,
}
export const order = {
  id: '1044',
  customer_id: 'C17',
  status: 'delivered',
  currency: 'EUR',
  total: 45,
  refundable: 45,
  ordered_at: '2026-11-08T10:00:00Z',
  shipped_at: '2026-11-10T10:00:00Z',
  payment_id: 'p1',
  items: [],
  refunds: [],
}
export const customer = {
  id: 'C17',
  name: 'Mia',
  email: 'mia@example.com',
  address: 'x',
  since: now,
  refunds_90d: 1,
}
export const facts = { order, customer }
export const args = { order_id: '1044', amount: 15, reason: 'broken' }
export const none = { count: 0, amount: null }
