import { RemitError } from '../contracts/errors.ts'
import { Settings, type ModelSetting } from '../contracts/platform.ts'
import { Refusal } from '../contracts/work.ts'
import { refusedWith } from './ask.ts'

const oldAfterMs = 10_000

export type SettingsKeeper = {
  price: (model: string) => ModelSetting | undefined
  /** Asks again where the last answer is over ten seconds old. Throws when nobody answers: then no model is called. */
  fresh: () => Promise<void>
}

/** The supervisor's settings, as far as a worker needs them: what models cost, and that somebody is in charge. */
export const settingsKeeper = async (
  ask: (have?: string) => Promise<unknown>,
  now: () => Date,
): Promise<SettingsKeeper> => {
  const hear = async (have?: string): Promise<Settings> => {
    const raw = await ask(have)
    const refusal = Refusal.safeParse(raw)
    if (refusal.success) throw refusedWith(refusal.data)
    const read = Settings.safeParse(raw)
    if (!read.success)
      throw new RemitError('INTERNAL', { fault: 'settings out of shape' }, { cause: read.error })
    return read.data
  }
  let settings = await hear()
  let heard = now().getTime()
  let asking: Promise<void> | null = null
  const again = async () => {
    settings = await hear(settings.version)
    heard = now().getTime()
  }
  return {
    price: (model) => settings.models.find((one) => one.name === model),
    fresh: async () => {
      if (now().getTime() - heard <= oldAfterMs) return
      // One question for all tasks that find the answer too old at the same moment.
      asking ??= again().finally(() => {
        asking = null
      })
      await asking
    },
  }
}
