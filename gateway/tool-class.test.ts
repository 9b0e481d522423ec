import { expect } from 'chai'
import { SystemSetting } from '../contracts/platform.ts'
import { pinTool } from './pinned-tool.ts'
import { isRead } from './tool-class.ts'

const setting = SystemSetting.parse({
  name: 'shop',
  timeoutSeconds: 30,
  maxBytes: 1_000_000,
  reads: ['get_order', 'shop.get_customer'],
  idempotency: {},
  probe: [],
})
const tool = (name: string, annotations?: Record<string, unknown>) =>
  pinTool('shop', { name, inputSchema: { type: 'object' }, annotations })

describe('isRead', () => {
  it('takes for a read what the policy calls one, by either name', () => {
    expect(isRead(setting, tool('get_order'))).to.equal(true)
    expect(isRead(setting, tool('get_customer'))).to.equal(true)
  })

  it('takes every other tool for a write, whatever its system says of it', () => {
    expect(isRead(setting, tool('list_orders'))).to.equal(false)
    expect(isRead(setting, tool('list_orders', { readOnlyHint: true }))).to.equal(false)
  })

  it('believes a system that says of a read that it writes or destroys', () => {
    expect(isRead(setting, tool('get_order', { readOnlyHint: false }))).to.equal(false)
    expect(isRead(setting, tool('get_order', { destructiveHint: true }))).to.equal(false)
    expect(isRead(setting, tool('get_order', { readOnlyHint: true }))).to.equal(true)
  })
})
