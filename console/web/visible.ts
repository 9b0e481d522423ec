/** Controls, and marks that turn or hide what stands beside them: a text may not rewrite the sentence it is shown in. */
const unseen =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/** A text that somebody else wrote, with what a reader could not see in it spelled out: `⟨U+202E⟩`. */
export const visible = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(unseen, (mark) => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
