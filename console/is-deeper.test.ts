import { expect } from 'chai'
import { isDeeper } from './is-deeper.ts'

describe('the depth of a text', () => {
  it('is how far its brackets nest, at any place of it', () => {
    expect(isDeeper('[[{"a":[1]}]]', 4)).to.equal(false)
    expect(isDeeper('[[{"a":[1]}]]', 3)).to.equal(true)
    expect(isDeeper('[[],[],[[]]]', 2)).to.equal(true)
  })

  it('counts no bracket in a string, however it is escaped', () => {
    expect(isDeeper(JSON.stringify({ a: '[[[[', b: '\\"[[[', c: '\\\\' }), 1)).to.equal(false)
    expect(isDeeper('{"a":"\\\\","b":[[]]}', 2)).to.equal(true)
  })

  it('reads a hostile text once', () => {
    expect(isDeeper(`"${'\\"'.repeat(400_000)}`, 100)).to.equal(false)
    expect(isDeeper('['.repeat(400_000), 100)).to.equal(true)
  })
})
