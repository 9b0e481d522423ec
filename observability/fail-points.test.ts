import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { armFailPoints, failPoint } from './fail-points.ts'

const script = `
  import { armFailPoints, failPoint } from ${JSON.stringify(join(import.meta.dirname, 'fail-points.ts'))}
  armFailPoints({ spec: process.argv[1], logFile: process.argv[2] })
  for (let round = 1; round <= 3; round += 1) { await failPoint('here'); console.log(round) }`

const start = (spec: string, logFile: string) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, spec, logFile], {
    stdio: 'pipe',
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, said: () => said.split('\n').filter(Boolean) }
}

describe('fail points', () => {
  const folders: string[] = []
  const fresh = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'remit-fail-'))
    folders.push(folder)
    return join(folder, 'hits.log')
  }
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  it('kills on the hit that is named, writes it down first, and lets the next process pass', async () => {
    const logFile = fresh()
    const first = start('here:kill:2', logFile)
    const [, signal] = await once(first.child, 'close')
    expect(signal).to.equal('SIGKILL')
    expect(first.said()).to.deep.equal(['1'])
    expect(readFileSync(logFile, 'utf8')).to.match(new RegExp(`^here:kill:2 ${first.child.pid} `))

    const second = start('here:kill:2', logFile)
    expect(await once(second.child, 'close')).to.deep.equal([0, null])
    expect(second.said()).to.deep.equal(['1', '2', '3'])
  })

  it('stops until it is told to go on', async function () {
    // Whether a process is stopped is read from /proc.
    if (process.platform !== 'linux') this.skip()
    const logFile = fresh()
    const { child, said } = start('here:stop:1', logFile)
    const closed = once(child, 'close')
    const stopped = (): boolean => / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))
    while (!stopped()) await new Promise((resolve) => setImmediate(resolve))
    expect(said()).to.deep.equal([])
    child.kill('SIGCONT')
    expect(await closed).to.deep.equal([0, null])
    expect(said()).to.deep.equal(['1', '2', '3'])
  }).timeout(10_000)

  it('does nothing without a spec', async () => {
    armFailPoints({ spec: '', logFile: '' })
    await failPoint('here')
  })

  it('says what a spec should look like', () => {
    expect(() => armFailPoints({ spec: 'here:explode:1', logFile: '' })).to.throw("'here:explode:1'")
  })
})
