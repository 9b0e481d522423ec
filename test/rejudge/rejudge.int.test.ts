import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { openApprovals } from '../../supervisor/decider/state.ts'
import { ended, startScenario, type Scenario } from '../integration/scenario.fixture.ts'
import { readRecord } from './read-record.ts'
import { rejudgeRecord } from './rejudge-record.ts'

describe('a record, judged again by a stranger', function () {
  this.timeout(120_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let file: string
  const changed = (from: RegExp, to: string): ReturnType<typeof rejudgeRecord> => {
    const text = readFileSync(file, 'utf8')
    const other = text
      .split('\n')
      .map((line) =>
        line.includes('"type":"EffectStarted"') || line.includes('"type":"EffectRefused"')
          ? line.replace(from, to)
          : line,
      )
      .join('\n')
    expect(other).to.not.equal(text)
    const path = `${file}.changed`
    writeFileSync(path, other)
    return rejudgeRecord(readRecord(path))
  }

  before(async () => {
    run = standing.use(await startScenario())
    await run.ready()
    await run.mode('act-low-risk')
    const orders = ['9801', '9802', '9803']
    run.shop.addOrders(
      orders.map((id) => ({ id, customer: `cus-${id}`, total: id === '9802' ? 3500 : 1500 })),
    )
    await run.until(await run.submit('Refund 15 EUR for order 9801, it arrived broken'), 'over', ended)
    const asking = await run.settle('Refund 35 EUR for order 9802, it leaks')
    const api = await run.remit.client()
    for (const { id } of openApprovals(asking.goal))
      await api.call({
        path: 'decision',
        segments: { id },
        method: 'POST',
        body: { decision: 'approve', note: 'looked at' },
        answer: CommandAnswer,
      })
    await run.until(asking.goal.id, 'over', ended)
    await run.settle('Refund 16 EUR for order 9803, it arrived broken')
    await run.settle('Refund 15 EUR for order 1051, it is cracked')
    file = join(run.remit.home, 'export.jsonl')
    const told = await run.cli('operator', 'audit', 'export', file, '--content')
    expect(told.code, told.err).to.equal(0)
  })
  after(() => standing.disposeAsync())

  it('comes to the same decisions', () => {
    const { judged, byKind, differences } = rejudgeRecord(readRecord(file))
    expect(differences).to.deep.equal([])
    expect(judged).to.be.at.least(5)
    expect([...byKind.keys()]).to.include.members([
      'EffectStarted',
      'ApprovalRequested',
      'EffectRefused NOT_ALLOWED',
    ])
  })

  it('comes to others where the record was changed', () => {
    expect(
      changed(/"amount":\{"amount":"15\.00"/, '"amount":{"amount":"14.00"').differences,
    ).to.not.deep.equal([])
    expect(changed(/"lowRisk":true/, '"lowRisk":false').differences).to.not.deep.equal([])
    expect(changed(/"approval":"a_[0-9a-f]+"/, '"approval":null').differences).to.not.deep.equal([])
    expect(changed(/"code":"NOT_ALLOWED"/, '"code":"RULE_ERROR"').differences).to.not.deep.equal([])
  })

  it('uses nothing of what it judges: its own reader, its own evaluator', () => {
    for (const name of [
      'exact-money',
      'parse-rule',
      'run-rule',
      'read-record',
      'read-rules',
      'rejudge-record',
      'rejudge',
    ]) {
      const text = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8')
      const from = [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => path ?? '')
      expect(
        from.filter((path) => !/^(\.\/|node:|zod$|yaml$)/.test(path)),
        name,
      ).to.deep.equal([])
    }
  })
})
