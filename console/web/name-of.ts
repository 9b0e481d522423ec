import type { ControlState } from '../record/control-state.ts'
import { visible } from './visible.ts'

export type NameOf = (person: string) => string

/** People by their names, as people.yaml has them; whoever is not there any more by id. */
export const namesIn = ({ policy }: Pick<ControlState, 'policy'>): NameOf => {
  const names = new Map((policy?.people ?? []).map(({ id, name }) => [id, name]))
  return (person) => visible(names.get(person) ?? person)
}

/** "Ann", "Ann or Bob", "Ann, Bob or Cy". */
export const listed = (names: string[], last: 'or' | 'and'): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
