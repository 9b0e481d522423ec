import { expect } from 'chai'
import { factReads } from './fact-reads.ts'
import { rulesFor, rulesForAll } from './rules-for.ts'
import { args, compiled, customer, facts, goal, order, refunds, sampleFiles } from './sample-policy.ts'

const arrival = { source: 'local', requester: 'maria-keller', payload: {} }
const tool = 'shop.refund_order'

describe('the reads of facts', () => {
  it('come in rounds: what depends on a fact waits for it', async () => {
    const rules = rulesFor(compiled(await sampleFiles()), 'refunds-under-50', tool, arrival)
    const next = (known: Record<string, unknown>) => factReads(rules, { args, goal, facts: known })
    expect(next({})).to.deep.equal({
      ok: true,
      value: [{ as: 'order', tool: 'shop.get_order', args: { id: '1044' } }],
    })
    expect(next({ order })).to.deep.equal({
      ok: true,
      value: [{ as: 'customer', tool: 'shop.get_customer', args: { id: 'C17' } }],
    })
    expect(next(facts)).to.deep.equal({ ok: true, value: [] })
  })

  it('write arguments as the schema of the tool has them', async () => {
    const rules = rulesFor(compiled(await sampleFiles()), 'refunds-under-50', tool, arrival)
    const read = factReads(rules, { args: { ...args, order_id: 1044 }, goal, facts: {} })
    expect(read).to.have.nested.property('value[0].args.id', '1044')
  })

  it('are an error where an argument cannot be evaluated', async () => {
    const rules = rulesFor(compiled(await sampleFiles()), 'refunds-under-50', tool, arrival)
    expect(factReads(rules, { args: { amount: 1 }, goal, facts: {} })).to.have.nested.property(
      'error.code',
      'RULE_ERROR',
    )
    const bare = { ...order, customer_id: undefined }
    expect(factReads(rules, { args, goal, facts: { order: bare } })).to.have.property('ok', false)
  })

  it('share what two workflows read in the same way, and name apart what they do not', async () => {
    const files = await sampleFiles()
    const other = (files[refunds] ?? '').replace('name: refunds-under-50', 'name: other')
    const names = (text: string, known: Record<string, unknown>) => {
      const rules = rulesFor(
        compiled({ ...files, 'workflows/other.yaml': text }),
        'refunds-under-50',
        tool,
        arrival,
      )
      const read = factReads(rules, { args, goal, facts: known })
      return read.ok ? read.value.map(({ as }) => as) : read.error
    }
    expect(names(other, {})).to.deep.equal(['order'])
    expect(names(other, facts)).to.deep.equal([])
    const own = other.replace(
      '"args.order_id" } }\n        customer',
      '"string(args.order_id)" } }\n        customer',
    )
    expect(names(own, {})).to.deep.equal(['order', 'other/order'])
    expect(names(own, { order, customer, 'other/order': order })).to.deep.equal(['other/customer'])
    expect(names(own, { order, customer, 'other/order': order, 'other/customer': customer })).to.deep.equal(
      [],
    )
  })

  it('name apart what two policies read differently, though a rule of both calls it the same', async () => {
    const files = await sampleFiles()
    const old = compiled(files)
    const text = (files[refunds] ?? '').replace('{ id: "args.order_id" }', '{ id: "args.order_id.trim()" }')
    const current = compiled({ ...files, [refunds]: text })
    const names = (policies: (typeof old)[]) => {
      const rules = rulesForAll(policies, 'refunds-under-50', tool, arrival)
      const read = factReads(rules, { args, goal, facts: {} })
      return read.ok ? read.value.map(({ as }) => as) : read.error
    }
    expect(names([old, old])).to.deep.equal(['order'])
    expect(names([old, current])).to.deep.equal(['order', '2:refunds-under-50/order'])
    const without = text
      .replace(/^    shop.refund_order:\n( {6}.*\n)+/m, '')
      .replace('  write:', '  write: {}')
    const gone = compiled({ ...files, [refunds]: without.replace(/^done_when:.*\n( .*\n)+/m, '') })
    expect(rulesForAll([old, gone], 'refunds-under-50', tool, arrival)).to.deep.equal([])
  })

  it('are refused above eight, however many workflows they come from', async () => {
    const files = await sampleFiles()
    const others = [1, 2, 3, 4].map((index) => {
      const text = (files[refunds] ?? '')
        .replace('name: refunds-under-50', `name: other-${index}`)
        .replace('"args.order_id"', `"args.order_id${'.trim()'.repeat(index)}"`)
      return [`workflows/other-${index}.yaml`, text]
    })
    const count = (some: typeof others) => {
      const policy = compiled({ ...files, ...Object.fromEntries(some) })
      return factReads(rulesFor(policy, 'refunds-under-50', tool, arrival), { args, goal, facts: {} })
    }
    expect(count(others.slice(0, 3))).to.have.nested.property('value.length', 4)
    expect(count(others)).to.have.nested.property('error.message', '10 facts are needed, at most 8 are read')
  })
})
