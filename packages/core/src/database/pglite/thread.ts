import { parentPort } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Filesystem } from '@electric-sql/pglite/basefs'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { DurableFolder, ImageMemory } from './filesystems.ts'
import type { ThreadReport, ThreadRequest, ThreadStart } from './thread-messages.ts'

// The thread that runs PostgreSQL: it passes the bytes of the wire protocol through, so that the main thread can speak with
// it by node-postgres as with any server, and a long statement stops nobody but those who wait for it.

if (!parentPort) throw new Error('This module is the entry of a worker thread.')
const port = parentPort
const report = (message: ThreadReport): void => port.postMessage(message)

/** Answers are sent on in pieces of this size, so that a large result is parsed while it is produced. */
const pieceBytes = 256 * 1024
const errorMessage = 'E'.charCodeAt(0)

/** What starts PostgreSQL on a folder, or in memory. */
function startParams(folder: string | undefined): string[] {
  // PostgreSQL clears its buffers when it starts, which for its usual 128 MB is most of the time a start takes.
  const bufferMegabytes = folder ? 64 : 16
  return [
    '--single',
    ...(folder ? ['-c', 'wal_sync_method=fsync'] : ['-F']),
    ...['-c', `shared_buffers=${bufferMegabytes}MB`],
    '-O',
    '-j',
    ...['search_path=public', 'exit_on_error=false', 'log_checkpoints=false', 'io_method=sync'].flatMap((each) => [
      '-c',
      each,
    ]),
    ...[
      'max_worker_processes',
      'max_parallel_workers',
      'max_parallel_workers_per_gather',
      'max_parallel_maintenance_workers',
    ].flatMap((each) => ['-c', `${each}=0`]),
  ]
}

let running: PGlite | undefined
/** What was asked of PostgreSQL and is not answered in full. */
const answers = new Set<Promise<void>>()

async function start({ folder, flushed, image, module }: ThreadStart): Promise<void> {
  const complaints: string[] = []
  try {
    const durable = folder ? new DurableFolder(folder, flushed) : undefined
    const fs: Filesystem | undefined = durable ?? (image && new ImageMemory(image))
    running = await PGlite.create({
      ...(fs ? { fs } : { dataDir: 'memory://' }),
      pgliteWasmModule: module as never,
      extensions: { btree_gist, pg_trgm, unaccent },
      startParams: startParams(folder),
      // Small segments keep a new folder and an image small: 24 MB instead of 39.
      initDbStartParams: ['--wal-segsize=1'],
      onStderr: (text) => {
        complaints.push(text)
        return false
      },
    })
    if (durable) durable.started = true
    report({ kind: 'ready' })
  } catch (error) {
    const fatal = complaints.map((text) => /(?:FATAL|PANIC):\s*(.*)/.exec(text)?.[1]).find((text) => text)
    report({ kind: 'failed', reason: fatal ?? (error as Error).message })
    port.close()
  }
}

function answer(message: Uint8Array | ThreadRequest): void {
  if (typeof message === 'object' && 'module' in message) return void start(message)
  if (!running) throw new Error('The thread was asked before it was started.')
  if (message instanceof Uint8Array) keep(exchange(running, message))
  else if (message === 'dump') keep(dump(running))
  else if (message === 'close') void close(running)
  else void forget()
}

function keep(answered: Promise<void>): void {
  const kept = answered.finally(() => answers.delete(kept))
  answers.add(kept)
}

async function exchange(engine: PGlite, bytes: Uint8Array): Promise<void> {
  let pieces: Uint8Array[] = []
  let size = 0
  const send = (): void => {
    if (size === 0) return
    const answer = new Uint8Array(size)
    let at = 0
    for (const piece of pieces) {
      answer.set(piece, at)
      at += piece.length
    }
    pieces = []
    size = 0
    port.postMessage(answer, [answer.buffer])
  }
  await engine.execProtocolRawStream(bytes, {
    syncToFs: false,
    onRawData: (piece) => {
      pieces.push(piece.slice())
      size += piece.length
      // An error leaves at once: after a fatal one PostgreSQL may never return.
      if (size >= pieceBytes || piece[0] === errorMessage) send()
    },
  })
  send()
}

async function dump(engine: PGlite): Promise<void> {
  const file = await engine.dumpDataDir('none')
  const bytes = new Uint8Array(await file.arrayBuffer())
  port.postMessage({ kind: 'dumped', image: bytes } satisfies ThreadReport, [bytes.buffer])
}

async function close(engine: PGlite): Promise<void> {
  await engine.close()
  port.close()
}

/** Drops what is in memory. Whoever comes next must not get an answer that was meant for the one before. */
async function forget(): Promise<void> {
  await Promise.all(answers)
  running = undefined
  report({ kind: 'forgotten' })
}

port.on('message', answer)
