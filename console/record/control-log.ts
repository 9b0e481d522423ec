import type { Store } from '../../store/port.ts'
import { RemitError } from '../../contracts/errors.ts'

const prefix = 'control/'

/** The name of the installation's control log, once a supervisor has begun it; throws NOT_READY before. */
export const findControlLog = async (store: Pick<Store, 'logs'>): Promise<string> => {
  const [first] = await store.logs(prefix, 1)
  if (first === undefined || !first.log.startsWith(prefix))
    throw new RemitError('NOT_READY', {
      missing: 'the control log; a supervisor writes it at its first start',
    })
  return first.log
}
