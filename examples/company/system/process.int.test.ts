import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { call, freshFolder, readJournal, startForTest } from './start-for-test.ts'

const refuses = async (...options: string[]): Promise<{ code: unknown; stderr: string }> => {
  const main = join(import.meta.dirname, '..', 'shop', 'main.ts')
  const child = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
  const parts: string[] = []
  child.stderr.on('data', (part) => parts.push(String(part)))
  const [code] = await once(child, 'close')
  return { code, stderr: parts.join('') }
}

describe('the process of a sample system', () => {
  it('stops cleanly on SIGTERM and finds its data again', async () => {
    using folder = freshFolder()
    await using first = await startForTest('shop', folder.path)
    await using client = await first.connect()
    const before = await call(client, 'get_order', { id: '2001' })
    await call(client, 'refund_order', { order_id: '1043', amount: 5, reason: 'x' }, 'k')
    expect(await first.end('SIGTERM')).to.equal(0)
    await using second = await startForTest('shop', folder.path)
    await using again = await second.connect()
    expect(await call(again, 'get_order', { id: '2001' })).to.deep.equal(before)
    expect(await call(again, 'get_order', { id: '1043' })).to.include({ refundable: 10 })
  })

  it('stops while a call hangs', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path, '--fault', 'get_order=timeout_after_success')
    await using client = await shop.connect()
    const hanging = client
      .callTool({ name: 'get_order', arguments: { id: '1042' } })
      .catch((error: unknown) => error)
    while (!(await (await shop.post('/faults', undefined, 'GET')).text()).includes('"hits":1'));
    expect(await shop.end('SIGTERM')).to.equal(0)
    expect(await hanging).to.be.an('error')
  })

  it('outlives a closed stdin, unless it was started with its parent', async () => {
    using folder = freshFolder()
    await using alone = await startForTest('shop', folder.path)
    await using bound = await startForTest('helpdesk', folder.path, '--with-parent')
    alone.child.stdin.end()
    bound.child.stdin.end()
    await bound.ended
    expect(bound.child.exitCode).to.equal(0)
    expect((await fetch(new URL('/health', alone.url))).status).to.equal(200)
  })

  it('loses nothing that it answered when it is killed', async () => {
    using folder = freshFolder()
    const answered: string[] = []
    await using first = await startForTest('shop', folder.path)
    await using client = await first.connect()
    const flood = Array.from({ length: 50 }, async (_, index) => {
      const args = { order_id: String(1100 + index), amount: 1, reason: 'x' }
      const result = await call(client, 'refund_order', args, `k-${index}`).catch(() => undefined)
      if (!result) return
      answered.push(`k-${index}`)
      if (answered.length === 10) first.child.kill('SIGKILL')
    })
    await Promise.all([...flood, first.ended])
    await using second = await startForTest('shop', folder.path)
    await using again = await second.connect()
    const journal = readJournal(folder.path, 'shop')
    const keys = journal.map(({ key }) => key)
    expect(keys).to.include.members(answered)
    expect(new Set(keys)).to.have.lengthOf(keys.length)
    for (let index = 0; index < 50; index++) {
      const { refunds } = await call(again, 'get_order', { id: String(1100 + index) })
      expect(refunds, `k-${index}`).to.have.lengthOf(keys.includes(`k-${index}`) ? 1 : 0)
    }
  })

  it('writes at its next start the journal line that a kill kept from the file, and mends a torn one', async () => {
    using folder = freshFolder()
    const file = join(folder.path, 'shop.journal.jsonl')
    await using first = await startForTest('shop', folder.path)
    await using client = await first.connect()
    for (const key of ['a', 'b', 'c']) {
      await call(client, 'refund_order', { order_id: '1042', amount: 1, reason: 'x' }, key)
    }
    await first.end('SIGKILL')
    const whole = readFileSync(file, 'utf8')
    const lines = whole.trimEnd().split('\n')
    writeFileSync(file, `${lines[0]}\n`)
    appendFileSync(file, lines[1]?.slice(0, 20) ?? '')
    await using second = await startForTest('shop', folder.path)
    expect(readFileSync(file, 'utf8')).to.equal(whole)
    await using again = await second.connect()
    await call(again, 'refund_order', { order_id: '1042', amount: 1, reason: 'x' }, 'd')
    expect(readJournal(folder.path, 'shop').map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4])
  })

  it('lets in nobody without its token, and no other host name', async () => {
    using folder = freshFolder()
    await using shop = await startForTest('shop', folder.path)
    const status = async (path: string, headers: Record<string, string>): Promise<number | undefined> => {
      const req = request(new URL(path, shop.url), { method: 'POST', headers }).end('{}')
      const [response] = await once(req, 'response')
      response.resume()
      return response.statusCode
    }
    for (const path of ['/mcp', '/faults', '/colleague-refund', '/anything']) {
      expect(await status(path, {}), path).to.equal(401)
      expect(await status(path, { authorization: 'Bearer wrong' }), path).to.equal(401)
      expect(
        await status(path, { authorization: 'Bearer a-token-for-tests', host: 'evil.example' }),
        path,
      ).to.equal(403)
    }
    expect(await status('/anything', { authorization: 'Bearer a-token-for-tests' })).to.equal(404)
    expect((await fetch(new URL('/health', shop.url))).status).to.equal(200)
  })

  it('says in one line why it does not start', async () => {
    using folder = freshFolder()
    const token = join(folder.path, 'token')
    await using shop = await startForTest('shop', folder.path)
    const { port } = new URL(shop.url)
    const cases: [RegExp, string[]][] = [
      [/--data/, ['--token-file', token]],
      [/no such file/, ['--data', folder.path, '--token-file', join(folder.path, 'none')]],
      [/--port/, ['--data', folder.path, '--token-file', token, '--port', 'x']],
      [new RegExp(`port ${port} is taken`), ['--data', folder.path, '--token-file', token, '--port', port]],
      [/--fault/, ['--data', folder.path, '--token-file', token, '--fault', 'refund_order=nonsense']],
      [/no tool nonsense/, ['--data', folder.path, '--token-file', token, '--fault', 'nonsense=500']],
    ]
    for (const [reason, options] of cases) {
      const { code, stderr } = await refuses(...options)
      expect(stderr).to.match(reason)
      expect(stderr.trimEnd().split('\n')).to.have.lengthOf(1)
      expect(code).to.equal(1)
    }
  })
})
