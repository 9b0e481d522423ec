import { toRemitError } from '../../contracts/errors.ts'
import type { CliConfig } from '../config.ts'
import { openHomeStore } from '../open-home-store.ts'
import { readOffers } from '../read-offers.ts'
import { checkHome, checkKeys } from './check-home.ts'
import { checkClock, checkNode } from './check-machine.ts'
import { checkNats } from './check-nats.ts'
import { checkRoles, checkSystems, checkTokens } from './check-policy.ts'
import { checkTold } from './check-told.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const checkRecord = async (config: CliConfig, now: Date): Promise<Finding[]> => {
  const store = await openHomeStore(config.home)
  if (store === null)
    return [
      warn('store', `no record in ${config.home} yet`, 'Start Remit with `npm start`, or set REMIT_HOME.'),
    ]
  try {
    const offers = await readOffers(store)
    const found = [ok('store', 'the record can be read'), checkClock(await store.newest(), now)]
    if (offers.files === null)
      return [
        ...found,
        warn('policy', 'none is applied yet', 'Start a supervisor: it applies its policy folder.'),
      ]
    return [
      ...found,
      ...(await checkTold(store)),
      ...checkRoles(offers.files),
      ...(await checkTokens(offers.files, config.home)),
      ...(await checkSystems(offers.files, offers)),
    ]
  } finally {
    await store.close()
  }
}

const recordOrFault = async (config: CliConfig, now: Date): Promise<Finding[]> => {
  try {
    return await checkRecord(config, now)
  } catch (error) {
    const { code, message } = toRemitError(error)
    return [
      fail('store', `${code}: ${message}`, 'Stop what holds the file, or put it back from your backup.'),
    ]
  }
}

/** Everything that doctor looks at. Nothing is changed. */
export const checkAll = async (config: CliConfig, nodeVersion: string, now: Date): Promise<Finding[]> => [
  checkNode(nodeVersion),
  ...(await checkNats(config.home, config.natsUrl)),
  ...(await checkHome(config.home)),
  ...(await checkKeys(config.home)),
  ...(await recordOrFault(config, now)),
]
