import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm run bench [name ...]`: the programs of this folder one after the other, each in a process of its own, so that
 * none has warmed up for another. Rates of one run may be compared with each other, not with another machine's.
 */
const programs = ['store', 'outcomes', 'bus', 'relay', 'halt']

const run = async (name: string): Promise<boolean> => {
  console.log(`\n=== ${name}`)
  const file = join(import.meta.dirname, `${name}.ts`)
  const child = spawn(process.execPath, [...process.execArgv, file], { stdio: 'inherit' })
  const [code]: unknown[] = await once(child, 'exit')
  if (code !== 0) console.log(`${name} ended with ${String(code)}`)
  return code === 0
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !programs.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${programs.join(', ')}.`)
  process.exitCode = 2
} else {
  let well = true
  for (const name of asked.length > 0 ? asked : programs) {
    if (existsSync(join(import.meta.dirname, `${name}.ts`))) well = (await run(name)) && well
    else console.log(`\n=== ${name}: skipped, it is not there`)
  }
  process.exitCode = well ? 0 : 1
}
