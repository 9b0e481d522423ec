import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'

const Environment = z
  .object({
    /** smtp://user@host:587 (STARTTLS where the server has it) or smtps://user@host:465 */
    REMIT_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    REMIT_SMTP_PASSWORD_FILE: z.string().min(1).optional(),
    REMIT_MAIL_FROM: z.string().min(3).optional(),
    /** where people reach the console, for links */
    REMIT_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    REMIT_PRIVATE_WEBHOOKS: z.enum(['on', 'off']).default('off'),
  })
  .refine((set) => set.REMIT_SMTP_URL === undefined || set.REMIT_MAIL_FROM !== undefined, {
    path: ['REMIT_MAIL_FROM'],
    message: 'with an SMTP server, write who the mails are from',
  })

export type TellingSettings = {
  smtp: { url: string; from: string; passwordFile?: string } | null
  publicUrl: string | null
  /** webhooks may go to this machine and to private networks */
  privateWebhooks: boolean
}

export const noTelling: TellingSettings = { smtp: null, publicUrl: null, privateWebhooks: false }

/** How people are told, from an environment. Throws BAD_CONFIG with every fault by its name. */
export const tellingSettings = (environment: Record<string, string | undefined>): TellingSettings => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success)
    throw new RemitError('BAD_CONFIG', {
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    })
  const { data } = parsed
  const { REMIT_SMTP_URL: url, REMIT_MAIL_FROM: from, REMIT_SMTP_PASSWORD_FILE: passwordFile } = data
  return {
    smtp:
      url === undefined || from === undefined
        ? null
        : { url, from, ...(passwordFile === undefined ? {} : { passwordFile }) },
    publicUrl: data.REMIT_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    privateWebhooks: data.REMIT_PRIVATE_WEBHOOKS === 'on',
  }
}
