import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RemitError } from '../contracts/errors.ts'
import { secretFile } from './secret-file.ts'

export type KeyPair = { privateKey: KeyObject; publicKey: KeyObject; publicPem: string }

const newPrivatePem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const parse = <T>(file: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw new RemitError('BAD_CONFIG', { file, fault: 'not a key in PEM' }, { cause: error })
  }
}

const ed25519 = (file: string, key: KeyObject): KeyObject => {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new RemitError('BAD_CONFIG', { file, fault: 'not an Ed25519 key' })
  return key
}

/**
 * The Ed25519 key pair `<folder>/<name>.key` (PKCS 8, mode 0600) and `.pub` (SPKI, for handing out), made on first
 * use. Throws BAD_CONFIG for a file that is no such key or that others can read.
 */
export const keyPair = async (folder: string, name: string): Promise<KeyPair> => {
  const file = join(folder, `${name}.key`)
  const pem = await secretFile(file, newPrivatePem)
  const privateKey = ed25519(
    file,
    parse(file, () => createPrivateKey(pem)),
  )
  const publicKey = createPublicKey(privateKey)
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  await writeFile(join(folder, `${name}.pub`), publicPem)
  return { privateKey, publicKey, publicPem }
}

/** An Ed25519 public key from a PEM file. Throws BAD_CONFIG for anything else. */
export const readPublicKey = async (file: string): Promise<KeyObject> => {
  const pem = await readFile(file, 'utf8')
  return ed25519(
    file,
    parse(file, () => createPublicKey(pem)),
  )
}
