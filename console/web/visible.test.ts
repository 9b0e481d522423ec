import { expect } from 'chai'
import { visible } from './visible.ts'

describe('a text of others', () => {
  it('shows the marks that would turn or hide what stands beside them', () => {
    expect(visible('pay \u202e05 RUE')).to.equal('pay ⟨U+202E⟩05 RUE')
    expect(visible('a\u200bb\u0000c')).to.equal('a⟨U+200B⟩b⟨U+0000⟩c')
  })
  it('keeps what people write', () => {
    const text = 'Grüße,\n\tJosé 👩‍👧 — 35,00 €'
    expect(visible(text)).to.equal(text)
    expect(visible('two\r\nlines')).to.equal('two\nlines')
  })
})
