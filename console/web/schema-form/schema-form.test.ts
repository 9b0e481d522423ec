import { expect } from 'chai'
import { canonicalArgs } from '../../../contracts/canonical-args.ts'
import { fieldsOf } from './fields-of.ts'
import { readFields } from './read-fields.ts'
import { schemaErrors } from './schema-errors.ts'
import { showFields } from './show-fields.ts'

const schema = {
  type: 'object',
  properties: {
    order_id: { type: 'string' },
    amount: { type: 'number', exclusiveMinimum: 0, description: 'in EUR' },
    kind: { enum: ['full', 'part'] },
    notify: { type: 'boolean' },
    reason: { type: 'string', maxLength: 500 },
    to: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    lines: { type: 'array', items: { type: 'number' } },
  },
  required: ['order_id', 'amount', 'kind'],
  additionalProperties: true,
}
const before = {
  order_id: '1042',
  amount: 35,
  kind: 'full',
  reason: 'it\r\nbroke',
  to: { city: 'Berlin' },
  extra: { kept: true },
}
const fields = fieldsOf(schema, { locked: ['order_id'] })
const form = (changes: Record<string, string>): URLSearchParams =>
  new URLSearchParams({
    'args/order_id': '1042',
    'args/amount': '35',
    'args/kind': '"full"',
    'args/notify': '',
    'args/reason': 'it\r\nbroke',
    'args/to/city': 'Berlin',
    'args/lines': '',
    ...changes,
  })
const read = (changes: Record<string, string>) => {
  const { args, errors } = readFields(fields, form(changes), before)
  const exact = canonicalArgs(args, schema)
  return { args: exact, errors: { ...schemaErrors(schema, exact), ...errors } }
}

describe('the form of a tool', () => {
  it('gives every value of its schema a field of its kind', () => {
    expect(fields.map(({ label, kind, required, locked }) => [label, kind, required, locked])).to.deep.equal([
      ['order_id', 'text', true, true],
      ['amount', 'text', true, false],
      ['kind', 'choice', true, false],
      ['notify', 'choice', false, false],
      ['reason', 'text', false, false],
      ['to', 'group', false, false],
      ['lines', 'json', false, false],
    ])
  })
  it('leaves a call that nobody touched exactly as it was, with what has no field', () =>
    expect(read({})).to.deep.equal({ args: before, errors: {} }))
  it('reads numbers from text exactly, and no number that cannot be held', () => {
    expect(read({ 'args/amount': ' 30.10 ' }).args).to.deep.equal({ ...before, amount: 30.1 })
    for (const text of ['thirty', '1e3', '12,50', '0.1000000000000000055', '9007199254740993'])
      expect(read({ 'args/amount': text }).errors, text).to.deep.equal({
        'args/amount': 'Write a number, such as 12.50.',
      })
  })
  it('reads choices, nested values and JSON, and takes away what was emptied', () => {
    const changes = {
      'args/kind': '"part"',
      'args/notify': 'true',
      'args/to/city': 'Bonn',
      'args/lines': '[1, 2]',
      'args/reason': '',
    }
    const { args, errors } = read(changes)
    const { reason: _, ...others } = before
    expect(errors).to.deep.equal({})
    expect(args).to.deep.equal({ ...others, kind: 'part', notify: true, to: { city: 'Bonn' }, lines: [1, 2] })
  })
  it('names what is wrong by its input', () => {
    expect(
      read({ 'args/amount': '-1', 'args/kind': '"all"', 'args/lines': '[1', 'args/to/city': '' }).errors,
    ).to.deep.equal({
      'args/amount': 'Must be > 0.',
      'args/kind': 'Choose one of the list.',
      'args/lines': 'This is not JSON.',
      'args/to/city': 'This is needed.',
    })
  })
  it('does not take a change of what is locked, nor a field that the schema has not', () => {
    const changed = read({ 'args/order_id': '9999', 'args/stolen': 'yes', 'args/__proto__/x': 'y' })
    expect(changed).to.deep.equal({ args: before, errors: {} })
  })
  it('shows values and names of others as text', async () => {
    const hostile = { properties: { '"><script>': { type: 'string', description: '<b>' } } }
    const shown = await showFields(fieldsOf(hostile), {
      values: { '"><script>': '</textarea><script>' },
      form: null,
      errors: {},
    })
    expect(String(shown)).not.to.match(/<script|<b>/)
  })
})
