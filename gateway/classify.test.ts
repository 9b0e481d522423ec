import { ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import { expect } from 'chai'
import { classifyAnswer, classifyError } from './classify.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { pinTool } from './pinned-tool.ts'

const tool = pinTool('shop', { name: 'get', inputSchema: { type: 'object' } })
const dispatch = (more: Partial<Dispatch> = {}): Dispatch => ({
  ...createDispatch(() => {}),
  sent: true,
  ...more,
})
const fetchFailed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })
const deep = (levels: number): object => (levels === 0 ? {} : { at: deep(levels - 1) })

describe('classifyError', () => {
  it('takes a connection that never was as not sent, one that was cut as unclear', () => {
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])
      expect(classifyError(dispatch(), fetchFailed(code))).to.include({ kind: 'unsent', code: 'SYSTEM_DOWN' })
    for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])
      expect(classifyError(dispatch(), fetchFailed(code)).kind).to.equal('unclear')
  })

  it('takes whatever fails before the write as not sent', () => {
    expect(classifyError(dispatch({ sent: false }), new Error('no token file')).kind).to.equal('unsent')
  })

  it('takes a time-out as unclear, and JSON-RPC’s refusal of a request as refused', () => {
    const late = new SdkError(SdkErrorCode.RequestTimeout, 'late')
    expect(classifyError(dispatch(), late)).to.include({ kind: 'unclear', code: 'TOOL_TIMEOUT' })
    expect(classifyError(dispatch({ httpStatus: 200 }), new ProtocolError(-32_602, 'unknown')).kind).to.equal(
      'refused',
    )
    expect(
      classifyError(dispatch({ httpStatus: 200 }), new ProtocolError(-32_603, 'internal')).kind,
    ).to.equal('unclear')
  })
})

describe('classifyAnswer', () => {
  it('takes structured content, else JSON text, else words', () => {
    const value = (answer: object) => classifyAnswer(tool, answer)
    expect(value({ structuredContent: { a: 1 }, content: [] })).to.deep.equal({
      kind: 'answered',
      value: { a: 1 },
    })
    expect(value({ content: [{ type: 'text', text: '{"a":1}' }] })).to.deep.include({ value: { a: 1 } })
    expect(value({ content: [{ type: 'text', text: 'hello' }] })).to.deep.include({ value: 'hello' })
  })

  it('takes what is no result, too deep, too large, or asks for input as unclear', () => {
    for (const answer of [
      null,
      { content: 'no' },
      { structuredContent: deep(200), content: [] },
      { structuredContent: { text: 'x'.repeat(600_000) }, content: [] },
      { resultType: 'input_required', inputRequests: {} },
    ])
      expect(classifyAnswer(tool, answer)).to.include({ kind: 'unclear', code: 'BAD_OUTPUT' })
  })
})
