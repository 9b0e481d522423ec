const gone = '[redacted]'

const secretName =
  /^(?:.*(?:authorization|password|passwd|passphrase|secret|api[-_]?key|private[-_]?key|access[-_]?key|token)|pass|cookie|set-cookie|credentials?|grant|csrf|jwt|nkey|seed)$/i

/** Forms that are secrets wherever they stand; the quote of a JSON text ends each of them. */
const secretForms: [form: RegExp, as: string][] = [
  [/\b(Bearer|Basic|Token)\s+[A-Za-z0-9+/_.~=-]{6,}/gi, `$1 ${gone}`],
  [/\b(?:sk|pk|rk)[-_][A-Za-z0-9_*-]{8,}/g, gone],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g, gone],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="|$))/g, gone],
  [/\bS[AUOCNX][A-Z2-7]{56}\b/g, gone],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s"'/@]+@/gi, `$1${gone}@`],
  [/\b([A-Z][A-Z0-9_]*(?:API_KEY|TOKEN|SECRET|PASSWORD))=[^\s"]+/g, `$1=${gone}`],
  [/(api key provided:?\s*)[^\s"]+/gi, `$1${gone}`],
]

const inText =
  (known: readonly string[]) =>
  (text: string): string => {
    let clean = text
    for (const secret of known) clean = clean.replaceAll(secret, gone)
    for (const [form, as] of secretForms) clean = clean.replaceAll(form, as)
    return clean
  }

const deepest = 8

const inFields = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null || value instanceof Error || depth > deepest) return value
  if (Array.isArray(value)) return value.map((item) => inFields(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const hidden = secretName.test(name) && typeof field !== 'number' && typeof field !== 'boolean'
      return [name, hidden && field !== null && field !== undefined ? gone : inFields(field, depth + 1)]
    }),
  )
}

/** A text as JSON writes it, without its quotes: what a secret looks like in a line of JSON. */
const asJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/**
 * Takes secrets out: fields by their names, anywhere in an object; texts by the forms that keys and tokens have, and
 * by the very secrets that the process knows (a key of a compatible model server has any form).
 */
export const redactor = (secrets: readonly string[] = []) => {
  // Shorter ones would be found in words that are none.
  const known = [
    ...new Set(secrets.filter((secret) => secret.length >= 6).flatMap((one) => [one, asJson(one)])),
  ]
    // The longer first: one secret may begin with another.
    .toSorted((one, other) => other.length - one.length)
  return {
    fields: (fields: object): Record<string, unknown> =>
      Object.fromEntries(Object.entries(Object(inFields(fields, 0)))),
    line: inText(known),
  }
}
