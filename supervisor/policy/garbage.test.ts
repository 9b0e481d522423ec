import { expect } from 'chai'
import * as fc from 'fast-check'
import { admits } from './admits.ts'
import { compileCel } from './cel-expression.ts'
import { createCelEnvironment } from './cel-environment.ts'
import { compilePolicy } from './compile-policy.ts'
import { judge } from './judge.ts'
import { sampleCatalogue } from './sample-catalogue.ts'
import {
  args,
  compiled,
  customer,
  facts,
  goal,
  none,
  now,
  order,
  refunds,
  sampleFiles,
} from './sample-policy.ts'

const pieces = (
  'amount facts .order .currency ( ) [ ] && || ! < <= == "50_EUR" money( days_since( .exists(e, .all( has( , 1 2.5 ' +
  `' " ? : { } null true in .matches( \\ b"x" 1u`
).split(' ')
const celPiece = fc.constantFrom(...pieces, '\n')
const cel = fc.oneof(
  fc.string(),
  fc.array(celPiece, { maxLength: 40 }).map((some) => some.join(' ')),
)

describe('garbage', () => {
  it('in CEL is a fault, never an exception', () => {
    const env = createCelEnvironment().clone().registerVariable('amount', 'Money')
    fc.assert(
      fc.property(cel, (text) => {
        const compiledText = compileCel(env, text, { types: ['bool'], clock: true })
        expect('expression' in compiledText || compiledText.problems.length > 0).to.equal(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('in a policy file is a fault, never an exception', async () => {
    const files = await sampleFiles()
    const names = Object.keys(files)
    const edited = fc.record({
      file: fc.constantFrom(...names),
      at: fc.nat(3000),
      cut: fc.nat(40),
      put: fc.oneof(
        cel,
        fc.string({ unit: 'binary' }),
        fc.constantFrom('&a ', '*a', '!!js/function ', '<<: ', '- ', '? ', '---\n', '%YAML 9\n'),
      ),
    })
    fc.assert(
      fc.property(edited, ({ file, at, cut, put }) => {
        const text = files[file] ?? ''
        const place = at % (text.length + 1)
        const result = compilePolicy(
          { ...files, [file]: text.slice(0, place) + put + text.slice(place + cut) },
          sampleCatalogue,
        )
        if (result.ok) return
        expect(result.faults.length).to.be.greaterThan(0)
        for (const fault of result.faults) {
          expect(fault.line).to.be.greaterThan(0)
          expect(fault.column).to.be.greaterThan(0)
        }
      }),
      { numRuns: 150 },
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (file, text) => {
          expect(compilePolicy({ ...files, [file]: text }, sampleCatalogue).ok).to.equal(false)
        },
      ),
      { numRuns: 150 },
    )
  }).timeout(20_000)

  it('as facts never allows anything', async () => {
    const write = compiled(await sampleFiles())
      .workflows.get('refunds-under-50')
      ?.writes.get('shop.refund_order')
    if (!write) return expect.fail('no such tool')
    const input = { args, goal, facts, now, prior: none }
    expect(judge(write, input).allow).to.equal(true)
    const needed = ['refundable', 'currency', 'shipped_at'] as const
    fc.assert(
      fc.property(fc.constantFrom(...needed), fc.jsonValue(), (field, value) => {
        const known = field === 'refundable' ? typeof value === 'number' : false
        fc.pre(!known)
        expect(
          judge(write, { ...input, facts: { customer, order: { ...order, [field]: value } } }).allow,
        ).to.equal(false)
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        for (const given of [
          { order: one, customer: two },
          { order: one, customer },
          { order, customer: two },
        ])
          expect(judge(write, { ...input, facts: given }).allow).to.equal(false)
      }),
      { numRuns: 500 },
    )
    return undefined
  })

  it('as arguments or payload is refused, never thrown', async () => {
    const workflow = compiled(await sampleFiles()).workflows.get('refunds-under-50')
    const write = workflow?.writes.get('shop.refund_order')
    if (!workflow || !write) return expect.fail('no such tool')
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (given, payload) => {
        expect(judge(write, { args: given, goal, facts, now, prior: none }).allow).to.equal(false)
        expect(admits(workflow, { source: 'local', requester: 'x', payload })).to.have.property('ok')
      }),
      { numRuns: 500 },
    )
    return undefined
  })

  it('from the prototype is no field', async () => {
    const files = await sampleFiles()
    const text = (files[refunds] ?? '').replace(/^admit: .*$/m, "admit: 'payload.constructor != 1'")
    const workflow = compiled({ ...files, [refunds]: text }).workflows.get('refunds-under-50')
    if (!workflow) return expect.fail('no such workflow')
    for (const payload of [{}, JSON.parse('{"__proto__":{"constructor":2}}')])
      expect(admits(workflow, { source: 'local', requester: 'x', payload })).to.have.property('ok', false)
    expect(
      admits(workflow, { source: 'local', requester: 'x', payload: { constructor: 2 } }),
    ).to.have.property('value', true)
    return undefined
  })
})
