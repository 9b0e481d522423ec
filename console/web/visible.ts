/** Controls, and marks that turn or hide what stands beside them: a text may not rewrite the sentence it is shown in. */
const unseen = /[[\p{Cc}\p{Cf}\u2028\u2029]--[\n\t\u200c\u200d]]/gv

/** A text that somebody else wrote, with what a reader could not see in it spelled out: `⟨U+202E⟩`. */
export const visible = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(
      unseen,
      (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )
