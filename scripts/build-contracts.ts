import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { contractFiles } from './contracts/contract-files.ts'

const root = join(import.meta.dirname, '..')
const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
const files = contractFiles(manifest.version)
await mkdir(join(root, 'docs', 'schemas'), { recursive: true })
for (const name of await readdir(join(root, 'docs', 'schemas')))
  if (!files.has(`docs/schemas/${name}`)) await rm(join(root, 'docs', 'schemas', name))
for (const [path, text] of files) await writeFile(join(root, path), text)
process.stdout.write(`${files.size} files in docs/schemas/ and docs/asyncapi.yaml\n`)
