import { describe, expect, it } from 'vitest'
import { addressGroup, clientAddress } from './client-address.ts'

describe('the address of a client', () => {
  it("is the socket's, whatever the headers claim, when no proxy is trusted", () => {
    expect(clientAddress('6.6.6.6', '10.0.0.1', 0)).toBe('10.0.0.1')
  })

  it('is what the trusted proxy wrote, not what the client put in front of it', () => {
    expect(clientAddress('6.6.6.6, 203.0.113.9', '10.0.0.1', 1)).toBe('203.0.113.9')
    expect(clientAddress('6.6.6.6, 203.0.113.9, 10.0.0.7', '10.0.0.1', 2)).toBe('203.0.113.9')
  })

  it('is without the port that some proxies add', () => {
    expect(clientAddress('203.0.113.9:5123', '10.0.0.1', 1)).toBe('203.0.113.9')
    expect(clientAddress('[2001:db8::1]:5123', '10.0.0.1', 1)).toBe('2001:db8::1')
  })

  it("is the socket's when the header holds no address", () => {
    expect(clientAddress('unknown', '10.0.0.1', 1)).toBe('10.0.0.1')
    expect(clientAddress('', undefined, 1)).toBe('unknown')
  })
})

describe('a limit per address', () => {
  it('counts IPv4 singly, also when it is written as IPv6', () => {
    expect(addressGroup('203.0.113.9')).toBe('203.0.113.9')
    expect(addressGroup('::ffff:203.0.113.9')).toBe('203.0.113.9')
  })

  it('counts an IPv6 network as one, however it is abbreviated', () => {
    const groups = ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::2', '2001:0db8:0000:0001:ffff:ffff:ffff:ffff'].map(
      addressGroup,
    )
    expect(new Set(groups)).toEqual(new Set(['2001:db8:0:1::/64']))
    expect(addressGroup('2001:db8:0:2::1')).toBe('2001:db8:0:2::/64')
    expect(addressGroup('::1')).toBe('0:0:0:0::/64')
  })
})
