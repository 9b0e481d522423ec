/** One guard, and what the code would be without it. `from` stands once in the file. */
export type Mutant = {
  guard: string
  file: string
  from: string
  to: string
  /** the model must miss it, too, without being told where to look */
  model: boolean
}

export const decider = (file: string, guard: string, from: string, to: string, model: boolean): Mutant => ({
  guard,
  file: `supervisor/decider/${file}`,
  from,
  to,
  model,
})
