import { parse } from 'yaml'
import { People } from '../contracts/policy.ts'
import type { Person } from '../contracts/policy.ts'
import { readPolicyFiles } from '../supervisor/policy/read-policy-files.ts'
import { CliFailure } from './cli-failure.ts'

/** The people of a policy folder; none where people.yaml is not there or is wrong, which `policy check` says. */
export const peopleIn = async (folder: string): Promise<Person[]> => {
  const { 'people.yaml': text = '' } = await readPolicyFiles(folder)
  return People.safeParse(parse(text)).data?.people ?? []
}

/** One of them by id. Throws CliFailure (2) where nobody of this name is there. */
export const personIn = async (folder: string, name: string): Promise<Person> => {
  const people = await peopleIn(folder)
  const found = people.find(({ id }) => id === name)
  if (found !== undefined) return found
  const known = people.map(({ id }) => id).join(', ') || 'nobody'
  throw new CliFailure(2, `Nobody is named ${name} in ${folder}/people.yaml. There is: ${known}.`)
}
