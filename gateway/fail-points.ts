import { failPoint } from '../observability/fail-points.ts'

/** Every place of the gateway where a test may kill or stop it, in the order in which an effect passes them. */
export const gatewayFailPoints = [
  'gateway.after-propose',
  'gateway.after-facts',
  'gateway.after-lookup',
  'gateway.after-claim',
  'gateway.before-call',
  'gateway.after-call',
  'gateway.after-verify',
  'gateway.after-result',
  'gateway.after-check',
] as const

export const failAt = (name: (typeof gatewayFailPoints)[number]): Promise<void> => failPoint(name)
