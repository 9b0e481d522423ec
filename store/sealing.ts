import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { RemitError } from '../contracts/errors.ts'

// Keys are handed over as key objects: Node spends 20 microseconds on finding out that plain bytes are none.
const ivBytes = 12
const tagBytes = 16

const pool = { bytes: Buffer.alloc(0), used: 0 }
/** Random bytes are fetched for many nonces at once, and each is used once: a call of the system costs more than a seal. */
const nonce = (): Buffer => {
  if (pool.used + ivBytes > pool.bytes.length) {
    pool.bytes = randomBytes(ivBytes * 256)
    pool.used = 0
  }
  pool.used += ivBytes
  return pool.bytes.subarray(pool.used - ivBytes, pool.used)
}

/** AES-256-GCM (NIST SP 800-38D) with a random nonce: nonce, tag, ciphertext. `about` is bound to it, not hidden. */
export const seal = (key: Uint8Array, plain: Uint8Array, about: string): Buffer => {
  const iv = nonce()
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), iv).setAAD(Buffer.from(about))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** The plain bytes; throws UNREADABLE where key, bytes or `about` are not those of `seal`. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, about: string): Buffer => {
  try {
    const iv = sealed.subarray(0, ivBytes)
    const tag = sealed.subarray(ivBytes, ivBytes + tagBytes)
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), iv, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(about)).setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
  } catch (error) {
    throw new RemitError('UNREADABLE', { about }, { cause: error })
  }
}

/** The two keys of one data subject: one hides its objects, the other names them. */
export type SubjectKey = { encrypt: Uint8Array; address: Uint8Array }

export const newSubjectKey = (): Buffer => randomBytes(64)

export const subjectKey = (bytes: Uint8Array): SubjectKey => ({
  encrypt: bytes.subarray(0, 32),
  address: bytes.subarray(32, 64),
})

/** A key of its own for another place, by HKDF-SHA-256 (RFC 5869): whoever has it has not the key that it came from. */
export const threadKeyOf = ({ encrypt }: SubjectKey): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', encrypt, '', 'remit checkpoints', 32))

/** HMAC-SHA-256 (RFC 2104), hex. */
export const addressOf = (key: SubjectKey, canonical: string): string =>
  createHmac('sha256', createSecretKey(key.address)).update(canonical).digest('hex')
