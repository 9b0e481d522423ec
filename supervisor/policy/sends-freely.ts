import type { CelContext } from './cel-expression.ts'
import { renderTemplate } from './compile-template.ts'
import type { CompiledWrite } from './compiled-policy.ts'
import { ruled } from './rule-error.ts'

/** Lines and spaces at the ends are no words. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim()

/**
 * Does this call send an address or words that are not code's own? Free of a person is only a call whose every
 * destination `allow` holds to a fact, and whose every other argument is held to one, carries no words, or is a
 * template filled from facts and what was done. The rule itself was judged before: what it pins is so.
 */
export const sendsFreely = (
  write: CompiledWrite,
  args: Readonly<Record<string, unknown>>,
  context: CelContext,
): boolean => {
  const { send } = write
  if (send === 'never') return false
  if (send === 'always') return true
  const { pinned, to, body, wordless, templates } = send
  // A destination that is left out is chosen by the tool: nobody knows where it goes.
  if ([...to].some((name) => !pinned.places.has(name) || args[name] === undefined)) return true
  const isTemplate = (value: unknown): boolean =>
    typeof value === 'string' &&
    templates.some((template) => {
      const text = ruled(() => renderTemplate(template, context))
      return text.ok && plain(text.value) === plain(value)
    })
  return Object.entries(args).some(([name, value]) => {
    if (value === undefined || value === null || pinned.words.has(name) || wordless.has(name)) return false
    return !(body.has(name) && isTemplate(value))
  })
}
