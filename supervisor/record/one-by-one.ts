import { toRemitError, type ErrorCode } from '../../contracts/errors.ts'
import type { Deps } from '../deps.ts'

/** Something that every goal needs is away: there is no use in going on to the next one. */
const away: ReadonlySet<ErrorCode> = new Set([
  'NATS_UNREACHABLE',
  'STORE_UNREACHABLE',
  'NOT_READY',
  'TIMEOUT',
])

/** One goal of many: what is wrong with it alone is told, and keeps nobody else waiting. */
export const oneByOne = async (
  deps: Pick<Deps, 'log'>,
  goal: string,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work()
  } catch (thrown) {
    const error = toRemitError(thrown)
    if (away.has(error.code)) throw error
    deps.log.error({ err: error, goal }, 'this goal is passed over')
  }
}
