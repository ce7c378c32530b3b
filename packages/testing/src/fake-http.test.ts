import { describe, expect, it } from 'vitest'
import { FakeHttp } from './fake-http.ts'

describe('fake HTTP', () => {
  it('answers as it was told, the replies in turn, and remembers what was sent', async () => {
    const http = new FakeHttp()
    http.on('POST', 'https://erp.example/orders', new Response('busy', { status: 503 }), Response.json({ id: 7 }))
    const send = () =>
      http.fetch('https://erp.example/orders', { method: 'POST', body: '{"sku":"P-1"}', headers: { 'x-key': 'k' } })
    expect((await send()).status).toBe(503)
    expect(await (await send()).json()).toEqual({ id: 7 })
    expect(await (await send()).json()).toEqual({ id: 7 })
    expect(http.requests).toHaveLength(3)
    expect(http.requests[0]).toMatchObject({ method: 'POST', url: 'https://erp.example/orders', body: '{"sku":"P-1"}' })
    expect(http.requests[0]?.headers.get('x-key')).toBe('k')
  })

  it('takes the latest rule that fits, by a pattern too, and may answer by the request', async () => {
    const http = new FakeHttp()
    http.on('get', /^https:\/\/erp\.example\//, (request) => new Response(request.url.slice(20)))
    expect(await (await http.fetch('https://erp.example/a')).text()).toBe('a')
    http.on('get', 'https://erp.example/a', new Response('special'))
    expect(await (await http.fetch('https://erp.example/a')).text()).toBe('special')
  })

  it('lets no request out that has no rule', async () => {
    await expect(new FakeHttp().fetch('https://erp.example/a')).rejects.toThrow(
      "FakeHttp has no rule for GET https://erp.example/a. Add one with http.on('GET', …).",
    )
  })
})
