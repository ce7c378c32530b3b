import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Duplex } from 'node:stream'
import type { Worker } from 'node:worker_threads'
import type { ThreadReport, ThreadRequest, ThreadStart } from './thread-messages.ts'
import { giveBack, newThread, takeThread } from './threads.ts'

/** PostgreSQL in a thread of this process. */
export interface Engine {
  /** What node-postgres takes for a connected socket. */
  readonly socket: Duplex
  dump(): Promise<Uint8Array>
  close(): Promise<void>
  /** Ends the thread as a crash would. */
  kill(): void
}

/**
 * Starts PostgreSQL in a thread and resolves once it accepts statements; rejects with PostgreSQL's own words if it does not.
 * `onCrash` is called when the thread ends without having been closed.
 */
export async function startEngine(
  start: Omit<ThreadStart, 'module'>,
  onCrash: (error: Error) => void,
): Promise<Engine> {
  const module = await compiledModule()
  const worker = start.folder ? newThread() : takeThread()
  const socket = new ThreadSocket(worker)
  let dumped: ((image: Uint8Array) => void) | undefined
  let forgotten: (() => void) | undefined
  let closing = false
  let isReady = false
  const request = (message: ThreadRequest): void => worker.postMessage(message)
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    const crash = (error: Error): void => {
      reject(error)
      socket.destroy()
      if (isReady && !closing) onCrash(error)
      closing = true
    }
    worker.once('error', crash)
    worker.once('exit', (code) => crash(new Error(`the thread of the embedded database ended with code ${code}`)))
    worker.on('message', (message: Uint8Array | ThreadReport) => {
      if (message instanceof Uint8Array) return socket.receive(message)
      if (message.kind === 'ready') resolve()
      else if (message.kind === 'failed') {
        closing = true
        reject(new Error(message.reason))
      } else if (message.kind === 'dumped') dumped?.(message.image)
      else forgotten?.()
    })
    request({ ...start, module })
  })
  try {
    await ready
    isReady = true
  } catch (error) {
    await worker.terminate()
    throw error
  }
  const end = async (): Promise<void> => {
    closing = true
    if (start.folder) {
      request('close')
      await exited
      socket.destroy()
      return
    }
    const isFree = new Promise<boolean>((resolve) => {
      forgotten = () => resolve(true)
      worker.once('exit', () => resolve(false))
    })
    // From here on the thread is not ours: its next database would get what we wrote.
    socket.destroy()
    request('forget')
    await giveBack(worker, isFree)
  }
  let ended: Promise<void> | undefined
  return {
    socket,
    dump: () =>
      new Promise((resolve, reject) => {
        if (closing) return reject(new Error('The embedded database is closed.'))
        dumped = resolve
        request('dump')
      }),
    close: () => {
      ended ??= end()
      return ended
    },
    kill: () => {
      if (!ended) void worker.terminate()
    },
  }
}

/** The thread as a socket: node-postgres needs a stream with a few methods of `net.Socket`. */
class ThreadSocket extends Duplex {
  readonly #worker: Worker

  constructor(worker: Worker) {
    super({ decodeStrings: true })
    this.#worker = worker
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  receive(bytes: Uint8Array): void {
    this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#send(new Uint8Array(chunk))
    done()
  }

  /** All messages of a batch travel as one. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#worker.postMessage(bytes, [bytes.buffer])
  }
}

let compiled: Promise<object> | undefined

/** Compiled once: threads share the module and what the optimizing compiler made of it. */
function compiledModule(): Promise<object> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<object> } }
  compiled ??= readFile(createRequire(import.meta.url).resolve('@electric-sql/pglite/pglite.wasm')).then((bytes) =>
    WebAssembly.compile(bytes),
  )
  return compiled
}
