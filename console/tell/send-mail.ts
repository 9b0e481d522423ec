import { createTransport } from 'nodemailer'
import type { ToldCode } from './told-outcome.ts'
import type { Words } from './words.ts'

export type Smtp = { url: string; password?: string; from: string }
export type SendMail = (id: string, to: string, words: Words) => Promise<ToldCode>

const second = 1000

/** The password is kept apart from the address, so that the address may stand in a log. */
const settingsOf = ({ url, password }: Smtp) => {
  const { protocol, hostname, port, username, password: inUrl } = new URL(url)
  const secure = protocol === 'smtps:'
  const pass = password ?? decodeURIComponent(inUrl)
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass } }),
    connectionTimeout: 10 * second,
    greetingTimeout: 10 * second,
    socketTimeout: 20 * second,
  }
}

/**
 * Mail by one SMTP server. The message id is the notice's, the same each time that it is tried: who keeps mail drops a
 * second copy by it. Resolves when the server has taken it.
 */
export const mailSender = (smtp: Smtp, failed: (error: unknown) => void): SendMail => {
  const transport = createTransport(settingsOf(smtp))
  return async (id, to, { subject, lines }) => {
    try {
      await transport.sendMail({
        from: smtp.from,
        to,
        subject,
        text: `${lines.join('\n')}\n`,
        messageId: `<${id}@remit>`,
        headers: { 'X-Remit-Notice': id, 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return ''
    } catch (error) {
      failed(error)
      return 'SMTP'
    }
  }
}
