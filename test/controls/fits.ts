import type { Mutant } from '../mutants/mutant.ts'

/** Does the guard's text stand in the file exactly once? One whose text is gone would pass for found. */
export const fits = ({ from }: Pick<Mutant, 'from'>, text: string): boolean => text.split(from).length === 2
