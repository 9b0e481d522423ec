import { expect } from 'chai'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { refunds } from '../../supervisor/policy/sample-policy.ts'
import { startPlayed, type Played } from './played.fixture.ts'

/** The sample company with a second lead and somebody who leads nothing. */
const withOmar = (files: PolicyFiles): PolicyFiles => ({
  ...files,
  'people.yaml': `${files['people.yaml'] ?? ''}  - { id: omar, name: Omar, roles: [support-lead], limit: 100 EUR }\n`,
})
const edited = (files: PolicyFiles, from: string, to: string, file = refunds): Record<string, string> => {
  expect(files[file]).to.include(from)
  return { ...files, [file]: (files[file] ?? '').replace(from, () => to) }
}
const apply = async (run: Played, person: string, files: Record<string, string>) => {
  const [event] = await run.outcomeOf('none', await run.command(person, 'apply', { files }))
  return event
}
const inForce = async (run: Played): Promise<string> => (await run.supervisor.deps.control.fresh()).policy

describe('policy apply', () => {
  it('puts what tightens into force at once, by its owner alone, with the difference in the record', async () => {
    await using run = await startPlayed({ files: withOmar, mode: 'act-low-risk' })
    const goal = await run.refundGoal()
    const files = edited(
      run.policy,
      '&& amount < money("50 EUR")',
      '&& amount < money("10 EUR") && amount < money("50 EUR")',
    )
    expect(await apply(run, 'jonas-brandt', files)).to.have.nested.property('data.code', 'NOT_YOUR_ROLE')
    const before = await inForce(run)
    const event = await apply(run, 'maria-keller', files)
    expect(event).to.have.property('type', 'PolicyApplied')
    expect(event).to.deep.nested.include({ 'data.by': 'maria-keller', 'data.second': null })
    expect(event).to.have.nested.property('data.difference[0].field', 'shop.refund_order allow')
    expect(await inForce(run)).to.not.equal(before)
    // The goal was routed under the policy before: both must admit.
    const answer = await run.propose({ ...goal, args: { order_id: '1044', amount: 15, reason: 'broken' } })
    expect(answer).to.have.nested.property('answer.code', 'NOT_ALLOWED')
  })

  it('holds what may allow more until another owner applies the very same files', async () => {
    await using run = await startPlayed({ files: withOmar })
    const before = await inForce(run)
    const files = edited(run.policy, 'within: 4h', 'within: 8h')
    expect(await apply(run, 'maria-keller', files)).to.have.property('type', 'PolicyProposed')
    expect(await inForce(run)).to.equal(before)
    expect(await apply(run, 'maria-keller', files)).to.have.nested.property('data.code', 'OWN_REQUEST')
    expect(await apply(run, 'jonas-brandt', files)).to.have.nested.property('data.code', 'NOT_YOUR_ROLE')
    const other = edited(run.policy, 'within: 4h', 'within: 9h')
    expect(await apply(run, 'omar', other), 'other files are another proposal').to.have.property(
      'type',
      'PolicyProposed',
    )
    expect(await inForce(run)).to.equal(before)
    const event = await apply(run, 'omar', files)
    expect(event).to.have.property('type', 'PolicyApplied')
    expect(event).to.deep.nested.include({ 'data.by': 'maria-keller', 'data.second': 'omar' })
    expect((await run.supervisor.deps.control.fresh()).proposals).to.deep.equal([])
    expect(
      await apply(run, 'maria-keller', other),
      'what differed from another policy waits anew',
    ).to.have.property('type', 'PolicyProposed')
  })

  it("wants a second person for the company's own files, tighter or not", async () => {
    await using run = await startPlayed({ files: withOmar })
    const files = edited(run.policy, '2000 EUR per day', '1000 EUR per day', 'company.yaml')
    expect(await apply(run, 'maria-keller', files)).to.have.property('type', 'PolicyProposed')
    expect(await apply(run, 'omar', files)).to.have.property('type', 'PolicyApplied')
  })

  it('refuses faults, each with its line, and a company under another name', async () => {
    await using run = await startPlayed({ files: withOmar })
    const before = await inForce(run)
    const event = await apply(
      run,
      'maria-keller',
      edited(run.policy, 'facts.order.refundable', 'facts.order.gone'),
    )
    expect(event).to.have.nested.property('data.code', 'POLICY_FAULTS')
    expect(JSON.stringify(event?.data)).to.match(/"path":"workflows\/refunds-under-50.yaml:\d+"/)
    const named = await apply(
      run,
      'maria-keller',
      edited(run.policy, 'name: sample', 'name: other', 'company.yaml'),
    )
    expect(JSON.stringify(named?.data)).to.include('NAME_MISMATCH')
    expect(await inForce(run)).to.equal(before)
  })

  it('is read from the store by a replica whose own folder says something else', async () => {
    await using run = await startPlayed({ files: withOmar })
    const files = edited(run.policy, 'within: 4h', 'within: 3h')
    await apply(run, 'maria-keller', files)
    const second = await run.start(run.policy, 'if-none')
    const control = await second.deps.control.fresh()
    expect(control.policies.get(control.policy)?.[refunds]).to.include('within: 3h')
  })
})
