import type { z } from 'zod'
import { Problem } from '../contracts/http/problem.ts'
import { pathOf } from '../contracts/http/paths.ts'
import type { PathName } from '../contracts/http/paths.ts'
import { CliFailure } from './cli-failure.ts'
import type { ExitCode } from './cli-failure.ts'
import type { Address } from './find-console.ts'

type Call<T> = {
  path: PathName
  segments?: Record<string, string>
  query?: Record<string, string | undefined>
  method?: 'GET' | 'POST' | 'DELETE'
  body?: unknown
  answer: z.ZodType<T>
}
export type ApiClient = {
  call<T>(call: Call<T>): Promise<{ status: number; data: T }>
  open(path: PathName, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** What was sent is at fault: wrong use. Whoever refuses answers 1; who cannot answer now is not reachable. */
const exitOf = (status: number): ExitCode => (status === 400 || status === 413 ? 2 : status === 503 ? 4 : 1)

const failureOf = async (response: Response): Promise<CliFailure> => {
  const text = await response.text()
  const problem = Problem.safeParse(safeJson(text))
  if (!problem.success)
    return new CliFailure(
      4,
      `The answer was ${response.status} and no problem of Remit's. Is this its console?`,
    )
  const issues = (problem.data.issues ?? []).map(
    ({ path, message }) => `\n  ${path || 'the body'}: ${message}`,
  )
  return new CliFailure(
    exitOf(response.status),
    `${problem.data.code}: ${issues.length > 0 ? problem.data.title : problem.data.detail}${issues.join('')}`,
    problem.data,
  )
}

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A client of the HTTP API. Throws CliFailure: 4 where nobody answers, else by the problem that came back. */
export const apiClient = ({ url, token }: Address): ApiClient => {
  const send = async (target: string, init: RequestInit): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    try {
      return await fetch(target, { ...init, headers })
    } catch (error) {
      throw new CliFailure(
        4,
        `No console at ${url}. Start Remit with \`npm start\`, or say where it is with --url.`,
        {},
        { cause: error },
      )
    }
  }
  const ok = async (target: string, init: RequestInit): Promise<Response> => {
    const response = await send(target, init)
    if (!response.ok) throw await failureOf(response)
    return response
  }
  return {
    call: async ({ path, segments, query = {}, method = 'GET', body, answer }) => {
      const asked = Object.entries(query).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] satisfies [string, string]],
      )
      const search = asked.length > 0 ? `?${new URLSearchParams(asked).toString()}` : ''
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const response = await ok(`${url}${pathOf(path, segments)}${search}`, init)
      const parsed = answer.safeParse(safeJson(await response.text()))
      if (!parsed.success)
        throw new CliFailure(
          1,
          'The console answered in another form than this command knows. Use one release of both.',
        )
      return { status: response.status, data: parsed.data }
    },
    open: async (path, signal) => {
      const { body } = await ok(`${url}${pathOf(path)}`, { signal })
      if (body === null) throw new CliFailure(4, 'The console sent no stream.')
      return body
    },
  }
}
