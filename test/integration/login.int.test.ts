import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { startTestConsole } from '../../console/testing/start-console-for-test.ts'
import type { TestConsole } from '../../console/testing/start-console-for-test.ts'
import { passwordFits } from '../../store/password-hash.ts'
import { root } from '../harness/installation.ts'

describe('remit login', function () {
  this.timeout(120_000)
  let test: TestConsole
  before(async () => {
    test = await startTestConsole(process.env)
  })
  after(() => test[Symbol.asyncDispose]())

  const remit = async (args: string[], typed = '', env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [join(root, 'cli', 'main.ts'), 'login', ...args], {
      env: { PATH: process.env['PATH'], REMIT_HOME: test.home, REMIT_CONFIG: join(root, 'config'), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.end(typed)
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
    return { out, err, code }
  }
  const whose = async (link: string): Promise<string> => (await fetch(link)).text()

  it('prints a link for whoever asks, and for nobody else', async () => {
    const own = await remit([])
    expect(own.code).to.equal(0)
    expect(await whose(own.out.split('\n')[0] ?? '')).to.contain('Sign in as Operator')
    const maria = await remit([], '', { REMIT_TOKEN: 'maria-keller-token-for-tests' })
    expect(await whose(maria.out.split('\n')[0] ?? '')).to.contain('Sign in as Maria Keller')
    const nobody = await remit([], '', { REMIT_TOKEN: 'nonsense' })
    expect([nobody.code, nobody.out]).to.deep.equal([1, ''])
  })
  it('makes a link for somebody else only in the home itself, and for people who are there', async () => {
    const { out } = await remit(['--for', 'jonas-brandt', '--json'])
    const { url } = JSON.parse(out)
    expect(await whose(url)).to.contain('Sign in as Jonas Brandt')
    const nobody = await remit(['--for', 'nobody'])
    expect(nobody.code).to.equal(2)
    expect(nobody.err).to.contain('Nobody is named nobody')
  })
  it('keeps a hash of a password that was piped in, readable to its owner alone', async () => {
    const file = join(test.home, 'jonas-brandt.password')
    const { code, out, err } = await remit(['--set-password', 'jonas-brandt'], 'a long enough password\n')
    expect([code, err.includes('long enough'), out.includes('long enough')]).to.deep.equal([0, false, false])
    const kept = (await readFile(file, 'utf8')).trim()
    expect(await passwordFits('a long enough password', kept)).to.equal(true)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const short = await remit(['--set-password', 'jonas-brandt'], 'short\n')
    expect(short.code).to.equal(2)
    expect((await readFile(file, 'utf8')).trim()).to.equal(kept)
  })
})
