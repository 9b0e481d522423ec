import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { homeFiles } from '../../contracts/home-files.ts'
import { readExport, readExportParts, writeExport } from '../../store/export.ts'
import { readPublicKey } from '../../store/key-files.ts'
import { verifyRecord } from '../../store/verify.ts'
import type { Verdict } from '../../store/verify.ts'
import { checkObjects } from '../../store/verify/check-objects.ts'
import { recordedRotations, recordedStatements } from '../../store/verify/recorded-statements.ts'
import { CliFailure } from '../cli-failure.ts'
import { localCommand } from '../cli.ts'
import type { Cli, Register } from '../cli.ts'
import { needHomeStore } from '../open-home-store.ts'

type Options = { json?: boolean; heads?: string; key?: string }

const readable = async (file: string): Promise<string> => {
  const found = await stat(file).catch((error: unknown) => {
    throw new CliFailure(2, `${file} cannot be read.`, {}, { cause: error })
  })
  if (!found.isFile()) throw new CliFailure(2, `${file} is not a file.`)
  return file
}

const readStatements = async (file: string): Promise<unknown[]> => {
  const statements: unknown[] = []
  for await (const line of createInterface({
    input: createReadStream(await readable(file)),
    crlfDelay: Infinity,
  }))
    if (line.trim() !== '') statements.push(JSON.parse(line))
  return statements
}

const verdictOf = async (cli: Cli, file: string | undefined, options: Options): Promise<Verdict> => {
  const key = options.key ?? `${homeFiles(cli.config.home).keys}/supervisor.pub`
  const publicKey = await readPublicKey(await readable(key))
  const kept = options.heads === undefined ? null : await readStatements(options.heads)
  if (file !== undefined) {
    const events = readExport(await readable(file))
    const heads = kept ?? (await recordedStatements({ events: readExport(file) }))
    const verdict = await verifyRecord({
      events,
      heads,
      publicKey,
      rotations: await recordedRotations({ events: readExport(file) }),
    })
    const { faults } = await checkObjects(readExportParts(file))
    return { ...verdict, ok: verdict.ok && faults.length === 0, faults: [...verdict.faults, ...faults] }
  }
  const store = await needHomeStore(cli.config.home)
  try {
    const heads = kept ?? (await recordedStatements({ store }))
    return await verifyRecord({ store, heads, publicKey, rotations: await recordedRotations({ store }) })
  } finally {
    await store.close()
  }
}

const tell = (verdict: Verdict, outside: boolean): string[] => [
  ...verdict.faults.map(({ log, version, kind, message }) =>
    `${log}${version === undefined ? '' : `@${version}`} ${kind}: ${message}`.trimStart(),
  ),
  verdict.ok
    ? `The record is sound: ${verdict.logs} logs, ${verdict.anchored} events stand under signed heads.`
    : `The record is NOT sound: ${verdict.faults.length} ${verdict.faults.length === 1 ? 'fault' : 'faults'} in ${verdict.logs} logs.`,
  ...verdict.unanchored.map(
    ({ log, from, to }) => `Not under a signed head yet: ${log}, events ${from} to ${to}.`,
  ),
  ...(outside
    ? []
    : ['The heads came from the record itself; --heads FILE checks against those kept elsewhere.']),
]

const verifyCommand = (audit: Command, cli: Cli): void => {
  localCommand(
    audit,
    'verify [file]',
    'check the record, or an export of it',
    'audit verify export.jsonl --heads heads.jsonl',
  )
    .option('--heads <file>', 'signed heads kept elsewhere, one a line')
    .option('--key <file>', "the supervisor's public key (default: of REMIT_HOME)")
    .action(async (file: string | undefined, options: Options) => {
      const verdict = await verdictOf(cli, file, options)
      cli.print(
        options.json ? JSON.stringify(verdict) : tell(verdict, options.heads !== undefined).join('\n'),
      )
      if (!verdict.ok) cli.exit(1)
    })
}

const exportCommand = (audit: Command, cli: Cli): void => {
  localCommand(
    audit,
    'export <file>',
    'write the whole record as JSON lines',
    'audit export record.jsonl --content',
  )
    .option('--content', 'with every text, payload, fact and argument in plain text')
    .action(async (file: string, options: { json?: boolean; content?: boolean }) => {
      const store = await needHomeStore(cli.config.home)
      try {
        const content = options.content ?? false
        const count = await writeExport(store, file, { content, at: new Date().toISOString() })
        cli.print(
          options.json
            ? JSON.stringify({ file, ...count })
            : `${file}: ${count.logs} logs, ${count.events} events${content ? `, ${count.objects} objects in plain text` : ''}.`,
        )
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
          throw new CliFailure(
            2,
            `${file} is there already; an export never overwrites.`,
            {},
            { cause: error },
          )
        throw error
      } finally {
        await store.close()
      }
    })
}

/** `audit verify|export`. */
export const auditCommand: Register = (program, cli) => {
  const audit = program.command('audit').description('check and export the record')
  verifyCommand(audit, cli)
  exportCommand(audit, cli)
}
