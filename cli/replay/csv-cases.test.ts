import { expect } from 'chai'
import { compiled, sampleFiles } from '../../supervisor/policy/sample-policy.ts'
import { csvCases } from './csv-cases.ts'
import { parseCsv } from './parse-csv.ts'

const header =
  'case,at,did,amount,args.order_id,args.amount,args.reason,facts.order.id,facts.order.refundable,facts.order.items,facts.customer.refunds_90d'
const good = `c1,2026-11-20T10:00:00Z,yes,15.00 EUR,1044,15,"it broke, ""badly""",1044,45,[],1`
const of = { workflow: 'refunds-under-50', tool: 'shop.refund_order' }
const read = async (...lines: string[]) =>
  csvCases(parseCsv([header, ...lines].join('\n')), compiled(await sampleFiles()), of)

describe('past cases out of a table', () => {
  it("have arguments and facts by the tools' own schemas", async () => {
    const { cases, bad } = await read(good)
    expect(bad).to.deep.equal([])
    expect(cases[0]).to.deep.include({
      id: 'c1',
      args: { order_id: '1044', amount: 15, reason: 'it broke, "badly"' },
      facts: { order: { id: '1044', refundable: 45, items: [] }, customer: { refunds_90d: 1 } },
      did: { what: 'with-person', amount: { amount: '15.00', currency: 'EUR' } },
    })
  })
  it('names each bad row by its line and keeps the others', async () => {
    const { cases, bad } = await read(
      good,
      'c2,yesterday,yes,15.00 EUR,1044,15,x,1044,45,[],1',
      '"c3\nwith a line",2026-11-20T10:00:00Z,yes,,1044,15,x,1044,45,[],1',
      'c4,2026-11-20T10:00:00Z,maybe,,1044,15,x,1044,45,[],1',
      'c5,2026-11-20T10:00:00Z,no,,1044,15,x,1044,much,[],1',
      'c6,2026-11-20T10:00:00Z,no,,1044,15,x,1044,45,[],',
      'c7,2026-11-20T10:00:00Z,no',
    )
    expect(cases.map(({ id }) => id)).to.deep.equal(['c1', 'c3\nwith a line'])
    expect(bad.map(({ line, message }) => `${line} ${message}`)).to.deep.equal([
      '3 at: yesterday is not a time',
      '6 did: maybe, write yes or no',
      '7 much is not a number',
      '8 facts.customer has no value',
      '9 3 cells under 11 columns',
    ])
  })
  it('are refused as a whole where a column is missing or read by nothing', async () => {
    const policy = compiled(await sampleFiles())
    const table = (columns: string) => () => csvCases(parseCsv(columns), policy, of)
    expect(table('case,at')).to.throw('columns are missing: did')
    expect(table('case,at,did,facts.stock.id,note')).to.throw(
      'columns that nothing reads: facts.stock.id, note',
    )
    expect(() => parseCsv('a,"b')).to.throw('line 1: a quote is not closed')
  })
})
