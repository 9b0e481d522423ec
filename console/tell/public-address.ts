import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { RemitError } from '../../contracts/errors.ts'

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  // The last five carry an address of version 4, which may be any: compatible, translated, NAT64, Teredo, 6to4.
  ['fec0::', 10],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 32],
  ['2001::', 32],
  ['2002::', 16],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** An address of this machine, of a private network, or of none: nothing that a webhook has any business with. */
export const isPrivate = (address: string): boolean => {
  const version = isIP(address)
  if (version === 0) return true
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPrivate(mapped)
  return inside.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** Looks a name up for the very connection that is made: what was judged is what is connected to. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 4)
    const [first] = found
    if (first === undefined || found.some(({ address }) => isPrivate(address)))
      return callback(new RemitError('FORBIDDEN', { hostname, reason: 'a private address' }), '', 4)
    if (options.all === true) return callback(null, found)
    return callback(null, first.address, first.family)
  })
}
