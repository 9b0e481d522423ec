import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Bus } from '../../bus/connect.ts'
import type { BusLog } from '../../bus/bus-log.ts'
import type { Consuming } from '../../bus/consume.ts'
import { RemitError } from '../../contracts/errors.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { keyPair } from '../../store/key-files.ts'
import { commandSigner } from '../command/sign-command.ts'
import type { ConsoleDeps } from '../deps.ts'
import { webhookPoster } from './post-webhook.ts'
import { mailSender, type SendMail } from './send-mail.ts'
import type { TellingSettings } from './settings.ts'
import { tellPerson } from './tell-person.ts'

/** Mails are sent a few at a time: an SMTP server that is slow holds nobody's webhook for long. */
const most = 8

const mailOf = async (settings: TellingSettings, log: BusLog): Promise<SendMail | null> => {
  const { smtp } = settings
  if (smtp === null) return null
  const { url, from, passwordFile } = smtp
  const secret = passwordFile === undefined ? undefined : await passwordIn(passwordFile)
  const failed = (error: unknown): void => log.warn({ err: error }, 'a mail could not be sent')
  return mailSender({ url, from, ...(secret === undefined ? {} : { password: secret }) }, failed)
}

const passwordIn = async (file: string): Promise<string> => {
  try {
    return z
      .string()
      .min(1)
      .parse((await readFile(file, 'utf8')).trim())
  } catch (error) {
    throw new RemitError('BAD_CONFIG', { REMIT_SMTP_PASSWORD_FILE: file }, { cause: error })
  }
}

/** Takes the notices that the supervisor orders, and tells people; says once where nobody is told by mail. */
export const startTelling = async (given: {
  bus: Bus
  deps: ConsoleDeps
  home: string
  settings: TellingSettings
  address: string
  log: BusLog
}): Promise<Consuming> => {
  const { bus, deps, home, settings, log } = given
  const { privateKey } = await keyPair(homeFiles(home).keys, 'console')
  const mail = await mailOf(settings, log)
  if (mail === null) log.warn({}, 'nobody is told by mail: no SMTP server (REMIT_SMTP_URL)')
  const failed = (error: unknown): void => log.warn({ err: error }, 'a webhook was not taken')
  const tell = tellPerson({
    store: deps.store,
    control: deps.control,
    now: deps.now,
    home,
    address: () => settings.publicUrl ?? given.address,
    mail,
    webhook: webhookPoster({ privateToo: settings.privateWebhooks, failed }),
    sign: commandSigner(privateKey),
    publish: async (id, signed) => void (await bus.publish(bus.subjects.commands, signed, { msgId: id })),
  })
  return bus.consume({
    stream: bus.streams.notices,
    consumer: 'console',
    max: most,
    handler: (m) => tell(m.data),
  })
}
