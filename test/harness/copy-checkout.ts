import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { root } from './installation.ts'

/** One text of one file that is put in the place of another. */
export type Change = { file: string; from: string; to: string }
export type Checkout = AsyncDisposable & { folder: string }

const leftOut = new Set(['node_modules', '.git', '.cache', '.remit', '.gate', 'docs'])

const changed = async (folder: string, { file, from, to }: Change): Promise<void> => {
  const path = join(folder, file)
  const text = await readFile(path, 'utf8')
  const [before, after, ...more] = text.split(from)
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} does not hold this text exactly once: ${from}`)
  await writeFile(path, `${before}${to}${after}`)
}

/**
 * A copy of this checkout with some texts changed, for what the product has no switch for, on purpose: shorter times,
 * or a guard that is off. A change that does not fit any more is an error, so that none is silently left out.
 */
export const copyCheckout = async (changes: readonly Change[]): Promise<Checkout> => {
  const folder = await mkdtemp(join(tmpdir(), 'remit-checkout-'))
  await cp(root, folder, {
    recursive: true,
    filter: (source) => !leftOut.has(relative(root, source).split(sep)[0] ?? ''),
  })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const change of changes) await changed(folder, change)
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
