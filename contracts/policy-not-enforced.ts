/**
 * Fields that the design knows and no code enforces yet. A policy that has one is refused by its name: a rule that
 * is written down and not enforced is worse than none.
 */
export const notEnforced: ReadonlySet<string> = new Set([
  'delegates',
  'demote',
  'demotion',
  'lookup',
  'promote',
  'promotion',
  'split',
])
