import { describe, expect, it } from 'vitest'
import { refuseForeignOrigin } from './origin-guard.ts'

const allowed = new Set(['https://crm.example.com'])
const send = (method: string, headers: Record<string, string>) => () =>
  refuseForeignOrigin({ method, url: 'http://127.0.0.1:3000/graphql', headers: new Headers(headers) }, allowed)

describe('a state-changing request', () => {
  it("passes from the site's own pages, at its own and at its public address", () => {
    expect(send('POST', { origin: 'http://127.0.0.1:3000' })).not.toThrow()
    expect(send('POST', { origin: 'https://crm.example.com', 'sec-fetch-site': 'same-site' })).not.toThrow()
    expect(send('POST', { origin: 'null', 'sec-fetch-site': 'same-origin' })).not.toThrow()
  })

  it('passes from a program, which names no origin', () => {
    expect(send('POST', {})).not.toThrow()
    expect(send('POST', { 'sec-fetch-site': 'none' })).not.toThrow()
  })

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://crm.example.com.evil.example' },
    { origin: 'http://crm.example.com' },
    { origin: 'http://127.0.0.1:3001' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie: 'a=b' },
  ])('is refused from elsewhere: %j', (headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(send(method, headers as Record<string, string>)).toThrow(expect.objectContaining({ code: 'CROSS_SITE' }))
    }
  })

  it("reading is nobody's harm", () => {
    expect(send('GET', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).not.toThrow()
  })
})
