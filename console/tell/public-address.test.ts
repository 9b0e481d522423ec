import { expect } from 'chai'
import { isPrivate } from './public-address.ts'

describe('an address that a webhook may go to', () => {
  it('is none of this machine, of a private network, or of no machine', () => {
    const inside = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0']
    const six = [
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '::ffff:0:7f00:1',
      '2001::1',
      'fec0::1',
      'not an address',
    ]
    for (const address of [...inside, ...six, '100.64.0.1', '224.0.0.1', '198.18.0.1', '192.0.0.8'])
      expect(isPrivate(address), address).to.equal(true)
  })
  it('is one of the open network', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1', '172.32.0.1', '::ffff:93.184.216.34'])
      expect(isPrivate(address), address).to.equal(false)
  })
})
