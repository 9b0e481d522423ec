import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Whose connection this is. Forwarding headers are not believed: anybody may write them. */
export const clientAddress = (context: Context): string => getConnInfo(context).remote.address ?? 'unknown'
