import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'

describe('the command line', () => {
  it('ends without a word when its reader has seen enough', async () => {
    const main = join(import.meta.dirname, 'main.ts')
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--help'], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect(said).to.equal('')
    expect(code).to.equal(0)
  })
})
