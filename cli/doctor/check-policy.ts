import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { People, Systems, Workflow } from '../../contracts/policy.ts'
import type { Offers } from '../read-offers.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const read = <T>(schema: z.ZodType<T>, text: string | undefined): T | null =>
  text === undefined ? null : (schema.safeParse(parse(text)).data ?? null)

const workflowsIn = (files: Record<string, string>) =>
  Object.entries(files)
    .filter(([file]) => file.startsWith('workflows/'))
    .map(([, text]) => read(Workflow, text))
    .filter((workflow) => workflow !== null)

/** Every role that a workflow asks has somebody in it. */
export const checkRoles = (files: Record<string, string>): Finding[] => {
  const people = read(People, files['people.yaml'])?.people ?? []
  const asked = workflowsIn(files).flatMap(({ name, owner, tools }) => [
    { role: owner, by: `${name}: owner` },
    ...Object.entries(tools.write).map(([tool, { approve }]) => ({
      role: approve.role ?? owner,
      by: `${name}: ${tool}`,
    })),
  ])
  const empty = asked.filter(({ role }) => !people.some(({ roles }) => roles.includes(role)))
  if (empty.length === 0)
    return [ok('roles', `${new Set(asked.map(({ role }) => role)).size} roles have people`)]
  return empty.map(({ role, by }) =>
    fail('roles', `nobody has the role ${role} (${by})`, 'Give somebody the role in people.yaml.'),
  )
}

const hasFile = async (file: string): Promise<boolean> => {
  const found = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  return found !== null
}

/** People without their token file cannot sign in. */
export const checkTokens = async (files: Record<string, string>, home: string): Promise<Finding[]> => {
  const people = read(People, files['people.yaml'])?.people ?? []
  const without = await Promise.all(
    people.map(async ({ id, token_file: file }) =>
      file !== undefined && (await hasFile(resolve(home, file))) ? [] : [{ id, file }],
    ),
  )
  return without
    .flat()
    .map(({ id, file }) =>
      warn(
        'people',
        `${id} cannot sign in: ${file === undefined ? 'no token_file in people.yaml' : `${file} is not there`}`,
        'Put a long random token into the file, mode 600.',
      ),
    )
}

const answers = async (url: string): Promise<boolean> => {
  try {
    // Whatever it answers, also "not allowed": somebody is there. No token is sent.
    await fetch(url, { method: 'OPTIONS', signal: AbortSignal.timeout(3000), redirect: 'manual' })
    return true
  } catch {
    return false
  }
}

/** Systems with an address of their own answer there; the others have offered their tools. */
export const checkSystems = async (files: Record<string, string>, offers: Offers): Promise<Finding[]> => {
  const systems = read(Systems, files['systems.yaml'])?.systems ?? []
  return Promise.all(
    systems.map(async ({ name, url }) => {
      const tools = Object.keys(offers.tools).filter((tool) => tool.startsWith(`${name}.`)).length
      if (url !== undefined && !(await answers(url)))
        return fail(
          'system',
          `${name} cannot be reached at ${url}`,
          'Start it, or mend its url in systems.yaml.',
        )
      if (tools === 0)
        return warn('system', `${name} has never offered a tool`, 'Start the gateway; its log says why.')
      return ok(
        'system',
        `${name}: ${tools} tools${url === undefined ? ', started by Remit itself' : `, answers at ${url}`}`,
      )
    }),
  )
}
