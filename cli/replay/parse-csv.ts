export type CsvRow = { line: number; cells: string[] }

/**
 * Rows of a CSV text (RFC 4180: quotes, doubled quotes, line ends in quotes), each with the line that it begins on.
 * Empty lines are left out. Throws RangeError where a quote is not closed, with its line.
 */
export const parseCsv = (text: string): CsvRow[] => {
  const rows: CsvRow[] = []
  let [cells, cell, line, begun]: [string[], string, number, number] = [[], '', 1, 1]
  let quoted = false
  const end = (): void => {
    if (cells.length > 0 || cell !== '') rows.push({ line: begun, cells: [...cells, cell] })
    ;[cells, cell] = [[], '']
  }
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === '\n') line += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      end()
      begun = line
    } else cell += char
  }
  if (quoted) throw new RangeError(`line ${begun}: a quote is not closed`)
  end()
  return rows
}
