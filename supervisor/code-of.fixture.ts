import { toRemitError } from '../contracts/errors.ts'

/** The code that a call throws with; '' where it throws nothing. */
export const codeOf = (call: () => unknown): string => {
  try {
    call()
    return ''
  } catch (thrown) {
    return toRemitError(thrown).code
  }
}
