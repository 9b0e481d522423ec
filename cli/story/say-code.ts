import { errorCatalogue, isErrorCode } from '../../contracts/errors.ts'

/** Codes that are no error: why a goal ended well, or why a person has it. */
const others: Readonly<Record<string, string>> = {
  ASKED: 'The agent asked for a person.',
  BY_PERSON: 'A person did it by hand.',
  CHECKED: 'What the agent concluded is what the systems say.',
  NOTHING_DONE: 'The agent concluded, and nothing was done.',
  RESOLVED: 'A person settled it.',
  SAYS_PERSON: 'The agent said that a person must see it.',
}

/** A code as a sentence, with the code, so that it can be looked up in docs/errors.md. */
export const sayCode = (code: string): string => {
  if (code === '') return ''
  const sentence = others[code] ?? (isErrorCode(code) ? errorCatalogue[code].message : undefined)
  return sentence === undefined ? code : `${sentence} (${code})`
}
