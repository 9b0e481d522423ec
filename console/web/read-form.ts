import type { Context } from 'hono'
import { RemitError } from '../../contracts/errors.ts'
import { readText } from '../read-text.ts'

/** Arguments of a call and a note; more is no form of ours. */
const formLimit = 256 * 1024

/** The fields of a form that was sent. Throws TOO_LARGE, SCHEMA where it is no form. */
export const readForm = async (context: Context): Promise<URLSearchParams> => {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    throw new RemitError('SCHEMA', {
      issues: [{ path: '', message: 'a form, application/x-www-form-urlencoded' }],
    })
  return new URLSearchParams(await readText(context, formLimit))
}
