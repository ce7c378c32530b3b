import pg from 'pg'
import { TesseraError } from '../../errors/tessera-error.ts'
import { explainFailure } from '../failures.ts'

type Handler = (payload: string) => void

interface Channel {
  readonly handlers: Set<Handler>
  listening: Promise<unknown>
}

const firstDelayMs = 100
const longestDelayMs = 10_000

/** All LISTENs of a process on one connection outside the pools, replaced with growing delays when it breaks. */
export class ServerListener {
  readonly #makeClient: () => pg.Client
  readonly #warn: (error: Error) => void
  readonly #channels = new Map<string, Channel>()
  #client: Promise<pg.Client> | undefined
  #retry: NodeJS.Timeout | undefined
  #delayMs = firstDelayMs
  #closed = false

  constructor(makeClient: () => pg.Client, warn: (error: Error) => void) {
    this.#makeClient = makeClient
    this.#warn = warn
  }

  async listen(name: string, handler: Handler): Promise<() => Promise<void>> {
    if (this.#closed) throw new TesseraError('DATABASE_CLOSED')
    const channel = this.#channels.get(name) ?? this.#open(name)
    channel.handlers.add(handler)
    try {
      await channel.listening
    } catch (error) {
      await this.#remove(name, channel, handler)
      throw explainFailure(error)
    }
    return () => this.#remove(name, channel, handler)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#channels.clear()
    await this.#disconnect()
  }

  #open(name: string): Channel {
    const channel: Channel = { handlers: new Set(), listening: this.#send('listen', name) }
    this.#channels.set(name, channel)
    return channel
  }

  async #remove(name: string, channel: Channel, handler: Handler): Promise<void> {
    channel.handlers.delete(handler)
    if (channel.handlers.size > 0 || this.#channels.get(name) !== channel) return
    this.#channels.delete(name)
    if (this.#channels.size === 0) await this.#disconnect()
    else if (this.#client) await this.#send('unlisten', name)
  }

  async #send(command: 'listen' | 'unlisten', name: string): Promise<void> {
    this.#client ??= this.#connect()
    const client = await this.#client
    await client.query(`${command} ${pg.escapeIdentifier(name)}`)
  }

  #connect(): Promise<pg.Client> {
    const client = this.#makeClient()
    const lost = (error: Error): void => {
      if (this.#client !== connected || this.#closed) return
      this.#client = undefined
      client.end().catch(() => undefined)
      this.#warn(explainFailure(error) as Error)
      if (this.#channels.size > 0) this.#reconnectLater()
    }
    client.on('error', lost)
    client.on('end', () => lost(new Error('Connection terminated')))
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''))
    const connected: Promise<pg.Client> = client.connect().then(
      () => client,
      (error) => {
        if (this.#client === connected) this.#client = undefined
        throw error
      },
    )
    return connected
  }

  #reconnectLater(): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#reconnect(), this.#delayMs)
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs)
  }

  async #reconnect(): Promise<void> {
    try {
      for (const [name, channel] of this.#channels) {
        channel.listening = this.#send('listen', name)
        await channel.listening
      }
      this.#delayMs = firstDelayMs
    } catch (error) {
      if (this.#closed) return
      this.#warn(explainFailure(error) as Error)
      return this.#reconnectLater()
    }
    // Notifications sent in between are lost, so whoever relies on them has to look for himself.
    for (const name of this.#channels.keys()) this.#tell(name, '')
  }

  #tell(name: string, payload: string): void {
    // Detached, so that an error of a handler can not end up in the protocol's parser.
    for (const handler of this.#channels.get(name)?.handlers ?? []) queueMicrotask(() => handler(payload))
  }

  async #disconnect(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.then(
      (each) => each.end(),
      () => undefined,
    )
  }
}
