import type { Store } from '../../store/port.ts'
import { ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

/** Who waits to be told, by mail or webhook, of something that is still open. */
export const checkTold = async (store: Pick<Store, 'inbox'>): Promise<Finding[]> => {
  const untold = (await store.inbox({})).filter((item) => (item.untold ?? 0) > 0)
  if (untold.length === 0) return [ok('telling', 'nobody waits in vain to be told')]
  const items = untold.map(({ id }) => id).join(', ')
  const fix =
    'Look at REMIT_SMTP_URL and at mail and webhook in people.yaml; `remit show` says why it failed.'
  return [warn('telling', `people could not be told of ${items}`, fix)]
}
