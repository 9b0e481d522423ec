import { StepPart } from '../../contracts/step-record.ts'
import type { Step } from '../../store/port.ts'

type Piece = { row: Step; piece: StepPart }
type Held = { row: Step } | Piece

const heldOf = (row: Step): Held => {
  const { success, data } = StepPart.safeParse(row.content)
  return success ? { row, piece: data } : { row }
}
/** Pieces belong together by who sent them, too: nobody adds to another's step, whatever id it bears. */
const nameOf = ({ row, piece }: Piece): string =>
  JSON.stringify([row.by, row.worker, piece.step, piece.parts])

const joined = (pieces: readonly Piece[], parts: number): unknown => {
  const texts = new Map(pieces.map(({ piece }) => [piece.part, piece.text]))
  // Counted first: how many parts there are to be is its sender's word.
  if (texts.size < parts) return { fault: `${texts.size} of ${parts} parts came` }
  const all = [...texts].toSorted(([left], [right]) => left - right).map(([, text]) => text)
  try {
    return JSON.parse(all.join(''))
  } catch (error) {
    // Sent so by its worker: what can be shown of it is that it was no JSON.
    return { fault: error instanceof SyntaxError ? 'the parts are not JSON' : String(error) }
  }
}

/** Steps as their senders made them: those that came in parts are one again, at the place of the part that came first. */
export const joinSteps = (rows: readonly Step[]): Step[] => {
  const held = rows.map(heldOf)
  const groups = Map.groupBy(
    held.filter((one) => 'piece' in one),
    nameOf,
  )
  return held.flatMap((one) => {
    if (!('piece' in one)) return [one.row]
    const pieces = groups.get(nameOf(one)) ?? []
    if (pieces[0] !== one) return []
    const { step, parts } = one.piece
    return [{ ...one.row, id: step, content: joined(pieces, parts) }]
  })
}
