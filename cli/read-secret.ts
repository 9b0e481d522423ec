import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Whatever is typed is not shown: it may be read over a shoulder, and terminals keep what they show. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

/** One line that nobody else may read: typed unseen at a terminal, else the first line of what is piped in. */
export const readSecret = async (question: string): Promise<string> => {
  const { stdin, stderr } = process
  if (stdin.isTTY) stderr.write(`${question}: `)
  const lines = createInterface({ input: stdin, output: nowhere(), terminal: stdin.isTTY })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (stdin.isTTY) stderr.write('\n')
  }
}
