import { isIP } from 'node:net'

/**
 * The address a request came from. Behind `proxies` reverse proxies it is what the outermost of them wrote into
 * `X-Forwarded-For`; what stands further left was sent by the client and is not believed. `unknown` where there is no socket.
 */
export function clientAddress(
  forwardedFor: string | null | undefined,
  socketAddress: string | undefined,
  proxies: number,
): string {
  const socket = socketAddress ?? 'unknown'
  if (proxies === 0 || !forwardedFor) return socket
  const chain = forwardedFor.split(',').map((entry) => entry.trim())
  const address = withoutPort(chain[Math.max(0, chain.length - proxies)] ?? '')
  return isIP(address) ? address : socket
}

/** What a limit per address counts: the address, or the /64 of an IPv6 one, since a single subscriber holds all of it. */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function withoutPort(entry: string): string {
  const bracketed = /^\[(.+)\](?::\d+)?$/.exec(entry)
  if (bracketed?.[1]) return bracketed[1]
  return /^[\d.]+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry
}
