import type { Order } from '../../command/send-command.ts'
import type { ConsoleDeps } from '../../deps.ts'
import type { Html } from '../html.ts'
import type { Visitor } from '../visitor.ts'

/** What came back to a form that was not taken: which act, what was typed, what is wrong with which input. */
export type Typed = { act: string; form: URLSearchParams; errors: Record<string, string> }
export type ReadAct =
  | { kind: 'order'; order: Omit<Order, 'person'> }
  | { kind: 'faults'; errors: Record<string, string> }
  /** no such act on this item */
  | { kind: 'none' }

/** One thing that waits for a person, or waited, opened for somebody. */
export type OpenedItem = {
  heading: string
  /** what the heading leaves open, in a sentence */
  lead: Html
  /** what a person reads before deciding */
  reading: Html
  /** what they can do; with what they typed, where it was not taken */
  deciding: (typed: Typed | null) => Html
  /** below both: what is there for whoever wants to know more */
  rest: Html
  /** the goal that it belongs to; null = none */
  goal: string | null
  act: (name: string, form: URLSearchParams) => ReadAct
}

/** A kind of item: its page is a file in this folder, its name a line in item-kinds.ts. */
export type ItemKind = {
  /** as a word before the item's heading */
  label: string
  /** null = there is no such item. `goal` is a hint of the address: it finds items that are decided already */
  open: (
    deps: ConsoleDeps,
    place: { id: string; goal: string | null },
    visitor: Visitor,
  ) => Promise<OpenedItem | null>
}
