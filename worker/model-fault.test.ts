import { expect } from 'chai'
import { modelFault } from './model-fault.ts'

const thrown = (name: string, fields: Record<string, unknown>) =>
  Object.assign(new Error('said'), { name, ...fields })

describe('a failing model provider', () => {
  it('is tried again only where that may help', () => {
    const passing = (error: unknown) => modelFault(error).passing
    expect(passing(thrown('RateLimitError', { status: 429 }))).to.equal(true)
    expect(passing(thrown('InternalServerError', { status: 503 }))).to.equal(true)
    expect(passing(thrown('APIConnectionError', {}))).to.equal(true)
    expect(passing(thrown('TypeError', { message: 'terminated' }))).to.equal(true)
    expect(passing(new DOMException('late', 'TimeoutError'))).to.equal(true)
    expect(passing(thrown('InsufficientQuotaError', { status: 429 }))).to.equal(false)
    expect(passing(thrown('BadRequestError', { status: 400 }))).to.equal(false)
    expect(passing(thrown('ContextOverflowError', {}))).to.equal(false)
    expect(passing(new SyntaxError('Unexpected token <'))).to.equal(false)
    expect(passing(new TypeError("Cannot read properties of undefined (reading 'message')"))).to.equal(false)
    expect(passing('what?')).to.equal(false)
  })
  it('waits as long as the provider says', () => {
    const headers = new Headers({ 'retry-after': '4' })
    expect(modelFault(thrown('RateLimitError', { status: 429, headers })).waitMs).to.equal(4000)
    expect(modelFault(thrown('RateLimitError', { status: 429 })).waitMs).to.equal(null)
  })
  it('counts as spent what may have been answered', () => {
    expect(modelFault(thrown('APIConnectionError', {})).lost).to.equal(true)
    expect(modelFault(thrown('InternalServerError', { status: 500 })).lost).to.equal(true)
    expect(modelFault(thrown('RateLimitError', { status: 429 })).lost).to.equal(false)
  })
  it('names what to mend, without the key', () => {
    const { error } = modelFault(
      thrown('AuthenticationError', {
        status: 401,
        message: 'Incorrect API key provided: my-own.format_of/key==.',
      }),
    )
    expect(error.code).to.equal('MODEL_UNAUTHORISED')
    expect(error.message).to.contain('OPENAI_API_KEY').and.not.to.contain('my-own')
    const bare = thrown('BadRequestError', { status: 400, message: 'no access for the-very-key here' })
    expect(modelFault(bare, 'the-very-key').error.message)
      .to.contain('no access')
      .and.not.to.contain('very-key')
    const echo = thrown('BadRequestError', {
      status: 400,
      message: 'Authorization: Bearer sk-abcdef123456 is odd',
    })
    expect(modelFault(echo).error.message).not.to.contain('abcdef')
  })
})
