import { sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { PersonCommand, SignedCommand } from '../../contracts/platform.ts'

/** Signs a command with the console's Ed25519 key: the text that is signed is the text that is parsed. */
export const commandSigner =
  (key: KeyObject) =>
  (command: PersonCommand): SignedCommand => {
    const signed = JSON.stringify(command)
    return { signed, signature: sign(null, Buffer.from(signed, 'utf8'), key).toString('base64url') }
  }
