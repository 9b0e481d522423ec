import { parse } from 'yaml'
import type { z } from 'zod'
import { Company, People, Workflow } from '../../contracts/policy.ts'
import type { PolicyChange } from '../../contracts/policy-change.ts'
import type { Person } from '../../contracts/policy.ts'

/** An applied policy as the console shows it. It was checked when it was applied; nothing is judged here. */
export type Policy = {
  digest: string
  at: string
  by: string
  second: string | null
  difference: PolicyChange[]
  files: Record<string, string>
  company: z.infer<typeof Company> | null
  people: z.infer<typeof Person>[]
  workflows: Record<string, z.infer<typeof Workflow>>
}

const read = <T>(schema: z.ZodType<T>, text: string | undefined): T | null => {
  if (text === undefined) return null
  const parsed = schema.safeParse(parse(text))
  return parsed.success ? parsed.data : null
}

const fileNamed = (files: Record<string, string>, name: string): string | undefined =>
  Object.entries(files).find(([path]) => path === name || path.endsWith(`/${name}`))?.[1]

/** Reads company, people and workflows out of the files of a PolicyApplied event. */
export const readPolicy = (
  applied: Pick<Policy, 'digest' | 'files' | 'by' | 'second' | 'difference'>,
  at: string,
): Policy => {
  const workflows = Object.entries(applied.files)
    .filter(([path]) => path.includes('workflows/'))
    .map(([, text]) => read(Workflow, text))
    .filter((workflow) => workflow !== null)
  return {
    ...applied,
    at,
    company: read(Company, fileNamed(applied.files, 'company.yaml')),
    people: read(People, fileNamed(applied.files, 'people.yaml'))?.people ?? [],
    workflows: Object.fromEntries(workflows.map((workflow) => [workflow.name, workflow])),
  }
}
