import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { TesseraError } from '@tessera/core'
import type { Bindings } from '../routing/create-app.ts'
import { RunningRequests } from './running-requests.ts'

export interface ListenOptions {
  /** One of the machine's addresses, or `0.0.0.0` for all. */
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
}

/** A server that takes connections. */
export interface Listening {
  readonly host: string
  readonly port: number
  /** Where a browser on this machine finds it. */
  readonly url: string
  /** Takes no new connections, lets running requests finish for so many ms, then cuts them off. */
  close(drainMs: number): Promise<void>
}

export interface Timeouts {
  /** For a request's headers to arrive. */
  readonly headersMs: number
  /** For a whole request to arrive. */
  readonly requestMs: number
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number
}

/** Opens the port. @throws PORT_INVALID, PORT_IN_USE, PORT_FORBIDDEN, HOST_INVALID, LISTEN_FAILED */
export async function listen(
  fetch: (request: Request, bindings: Bindings) => Promise<Response>,
  { host, port }: ListenOptions,
  timeouts: Timeouts,
): Promise<Listening> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TesseraError('PORT_INVALID', { port })
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => fetch(request, { socketAddress: incoming.socket?.remoteAddress }),
    serverOptions: {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: Math.min(5_000, timeouts.headersMs),
    },
  }) as Server
  const running = new RunningRequests()
  server.on('request', (_, response) => void running.track(new Promise((resolve) => response.once('close', resolve))))
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw refusal(error as NodeJS.ErrnoException, { host, port })
  }
  const bound = (server.address() as AddressInfo).port
  return {
    host,
    port: bound,
    url: `http://${browsable(host)}:${bound}`,
    close: (drainMs) => close(server, running, drainMs),
  }
}

/**
 * Node's own `close` also waits for connections on which nothing was asked yet, as browsers open in advance. Here only
 * answers are waited for, until their last byte is sent.
 */
async function close(server: Server, running: RunningRequests, drainMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  await running.finished(drainMs)
  server.closeAllConnections()
  await closed
}

function refusal(error: NodeJS.ErrnoException, params: ListenOptions): TesseraError {
  const details = { cause: error }
  switch (error.code) {
    case 'EADDRINUSE':
      return new TesseraError('PORT_IN_USE', { ...params }, details)
    case 'EACCES':
      return new TesseraError('PORT_FORBIDDEN', { ...params }, details)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new TesseraError('HOST_INVALID', { ...params }, details)
    default:
      return new TesseraError('LISTEN_FAILED', { ...params, reason: error.message }, details)
  }
}

/** A name that a browser resolves: «all addresses» is none. */
function browsable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
