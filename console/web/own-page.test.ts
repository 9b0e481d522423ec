import { expect } from 'chai'
import { ownPage } from './own-page.ts'

describe('the page after signing in', () => {
  it('is the one that was asked for, with its query', () => {
    for (const page of ['/', '/inbox', '/inbox/approval/a_1?goal=g_1']) expect(ownPage(page)).to.equal(page)
  })
  it('is never another site, and nothing that is no page to read', () => {
    const others = [
      'https://evil.example/inbox',
      '//evil.example/inbox',
      '/\\evil.example',
      '/\t/evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/api/goals',
      '/sign-out',
      '/inbox/../../evil',
      '/inbox/approval/a_1/approve',
      '',
      undefined,
    ]
    for (const other of others) expect(ownPage(other), other).to.equal('/')
  })
})
