import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Server, ServerOptions } from '../create-server.ts'
import { serverOf } from '../test-support/test-server.ts'

let t: TestCrm
const servers: Server[] = []

beforeAll(async () => {
  t = await createTestCrm({})
})

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ drainMs: 100 })))
})

afterAll(() => t.close())

async function listening(options: Partial<ServerOptions> = {}) {
  const server = await serverOf(t, options)
  servers.push(server)
  return { server, ...(await server.listen({ host: '127.0.0.1', port: 0 })) }
}

/** A route that answers when it is told to. */
function gate() {
  const opened = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  const route = {
    method: 'GET' as const,
    path: '/slow',
    handle: async () => {
      entered.resolve()
      await opened.promise
      return new Response('done')
    },
  }
  return { route, open: opened.resolve, entered: entered.promise }
}

/** Sends bytes as they are, and gives what comes back until the server closes. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  socket.on('error', () => {})
  socket.write(text)
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

describe('a server on a port', () => {
  it('says where it is and answers there', async () => {
    const { url, port } = await listening()
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' })
  })

  it('sees the address of its client, and what a proxy says only when told to trust it', async () => {
    const route = {
      method: 'GET' as const,
      path: '/address',
      handle: ({ address }: { address: string }) => new Response(address),
    }
    const headers = { 'x-forwarded-for': '198.51.100.4' }
    const plain = await listening({ routes: [route] })
    expect(await (await fetch(`${plain.url}/address`, { headers })).text()).toBe('127.0.0.1')
    const trusting = await listening({ routes: [route], trustProxy: true })
    expect(await (await fetch(`${trusting.url}/address`, { headers })).text()).toBe('198.51.100.4')
  })

  it('cuts off a body that is larger than it may be, whether its length is told or not', async () => {
    const { port } = await listening({ graphqlBodyLimit: 1000 })
    const told = await raw(
      port,
      'POST /auth/sign-in/email HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{',
    )
    expect(told).toMatch(/^HTTP\/1.1 413 /)
    expect(told).toContain('BODY_TOO_LARGE')
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const untold = await raw(
      port,
      `POST /auth/sign-in/email HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}`,
    )
    expect(untold).toMatch(/^HTTP\/1.1 413 /)
  })

  it('does not wait for clients that never finish their headers or their body', async () => {
    const { port } = await listening({ timeouts: { headersMs: 300, requestMs: 600 } })
    const start = performance.now()
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408 /)
    await raw(
      port,
      'POST /auth/sign-in/email HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    )
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b<>\r\nConnection: close\r\n\r\n'],
    ['a line of 100 kB', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('refuses %s and lives on', async (_, text) => {
    const { port, url } = await listening()
    // A connection reset on what is still being sent may swallow the answer.
    expect(await raw(port, text)).toMatch(text.length > 50_000 ? /^(HTTP\/1.1 431 |$)/ : /^HTTP\/1.1 4\d\d /)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  it('survives a client that leaves in the middle', async () => {
    const { route, entered, open } = gate()
    const { url } = await listening({ routes: [route] })
    const going = httpRequest(`${url}/slow`)
    going.on('error', () => {})
    going.end()
    await entered
    going.destroy()
    open()
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })
})

describe('a server that can not have its port', () => {
  const listen = async (host: string, port: number) => {
    const server = await serverOf(t)
    servers.push(server)
    return server.listen({ host, port })
  }

  it('because another program has it, says so', async () => {
    const { port } = await listening()
    await expect(listen('127.0.0.1', port)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    })
  })

  it("because the address is not this machine's, says so", async () => {
    await expect(listen('203.0.113.1', 0)).rejects.toMatchObject({ code: 'HOST_INVALID' })
    await expect(listen('no-such-host.invalid', 0)).rejects.toMatchObject({ code: 'HOST_INVALID' })
  })

  it.each([70_000, -1, 1.5, Number.NaN])('because %s is none, says so', async (port) => {
    await expect(listen('127.0.0.1', port)).rejects.toMatchObject({ code: 'PORT_INVALID' })
  })
})

describe('stopping', () => {
  it('lets running requests finish, takes no new ones, and tells balancers', async () => {
    const { route, entered, open } = gate()
    const { server, url } = await listening({ routes: [route] })
    const running = fetch(`${url}/slow`)
    await entered
    let stopped = false
    const stopping = server.close({ drainMs: 10_000 }).then(() => {
      stopped = true
    })
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    const refused = await server.fetch(new Request('http://a/'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await refused.json()).toMatchObject({ error: { code: 'STOPPING' } })
    expect((await server.fetch(new Request('http://a/ready'))).status).toBe(503)
    expect((await server.fetch(new Request('http://a/health'))).status).toBe(200)
    expect(stopped).toBe(false)
    open()
    const answer = await running
    expect([answer.status, await answer.text()]).toEqual([200, 'done'])
    await stopping
  })

  it('does not wait for connections that are merely kept open', async () => {
    const { server, port, url } = await listening({ timeouts: { keepAliveMs: 60_000 } })
    await fetch(`${url}/health`)
    const idle = connect(port, '127.0.0.1')
    await once(idle, 'connect')
    const start = performance.now()
    const closed = once(idle, 'close')
    await server.close({ drainMs: 10_000 })
    await closed
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it('cuts off what does not finish in time', async () => {
    const { route, entered } = gate()
    const { server, url } = await listening({ routes: [route] })
    const running = fetch(`${url}/slow`)
    const failed = expect(running).rejects.toThrow()
    await entered
    await server.close({ drainMs: 200 })
    await failed
  })

  it('waits for requests without a port, too', async () => {
    const { route, entered, open } = gate()
    const server = await serverOf(t, { routes: [route] })
    const running = server.fetch(new Request('http://a/slow'))
    await entered
    const order: string[] = []
    const stopping = server.close({ drainMs: 10_000 }).then(() => order.push('stopped'))
    running.then(() => order.push('answered'))
    open()
    await Promise.all([running, stopping])
    expect(order).toEqual(['answered', 'stopped'])
  })

  it('twice is once', async () => {
    const { server } = await listening()
    await Promise.all([server.close(), server.close()])
    await server.close()
    await expect(server.listen({ host: '127.0.0.1', port: 0 })).rejects.toMatchObject({ code: 'STOPPING' })
  })
})
