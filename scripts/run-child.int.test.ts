import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from 'chai'

const script = join(import.meta.dirname, 'run-child.mjs')

/** A process that runs `code` in a child, as start.mjs runs the product. */
const parentOf = (code: string) => {
  const parent = `import { endAs, runChild } from ${JSON.stringify(script)}
    endAs(await runChild(process.execPath, ['-e', ${JSON.stringify(code)}]))`
  return spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const ending = async (child: ChildProcess) => {
  const [code, signal]: unknown[] = await once(child, 'exit')
  return { code, signal }
}

describe('a child that runs in a script’s place', () => {
  it('gives the script its exit code', async () => {
    expect(await ending(parentOf('process.exit(3)'))).to.deep.equal({ code: 3, signal: null })
  })

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`gets a ${signal} that was sent to the script alone, and ends in its own way`, async () => {
      const parent = parentOf(
        `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')`,
      )
      await once(parent.stdout, 'data')
      parent.kill(signal)
      expect(await ending(parent)).to.deep.equal({ code: 7, signal: null })
    })
  }

  it('ends the script by the signal that ended it', async () => {
    const killed = parentOf(`process.kill(process.pid, 'SIGKILL')`)
    expect(await ending(killed)).to.deep.equal({ code: null, signal: 'SIGKILL' })
  })
})
