/** The two-sided 95 % quantile of the standard normal distribution. */
const z = 1.959963984540054

export type Bounds = { low: number; high: number }

/**
 * The Wilson score interval at 95 % for `hits` of `n`, as fractions; null for n = 0, of which nothing is known.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22 (1927), 209-212: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), without continuity
 * correction. Throws RangeError for counts that cannot be.
 */
export const wilson = (hits: number, n: number): Bounds | null => {
  if (!Number.isSafeInteger(hits) || !Number.isSafeInteger(n) || hits < 0 || hits > n)
    throw new RangeError(`${hits} of ${n}`)
  if (n === 0) return null
  const p = hits / n
  const square = z ** 2
  const middle = p + square / (2 * n)
  const reach = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n ** 2))
  const whole = 1 + square / n
  // At the ends the formula gives 0 and 1 exactly; floating point may miss them by a last digit.
  return {
    low: hits === 0 ? 0 : (middle - reach) / whole,
    high: hits === n ? 1 : (middle + reach) / whole,
  }
}
