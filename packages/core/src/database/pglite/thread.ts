import { parentPort, workerData } from 'node:worker_threads'
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
const { folder, flushed, image, module } = workerData as ThreadStart

/** Answers are sent on in pieces of this size, so that a large result is parsed while it is produced. */
const pieceBytes = 256 * 1024
const errorMessage = 'E'.charCodeAt(0)

// PostgreSQL clears its buffers when it starts, which for its usual 128 MB is most of the time a start takes.
const bufferMegabytes = folder ? 64 : 16

const startParams = [
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

const complaints: string[] = []

async function start(): Promise<void> {
  const durable = folder ? new DurableFolder(folder, flushed) : undefined
  const fs: Filesystem | undefined = durable ?? (image && new ImageMemory(image))
  const engine = await PGlite.create({
    ...(fs ? { fs } : { dataDir: 'memory://' }),
    pgliteWasmModule: module as never,
    extensions: { btree_gist, pg_trgm, unaccent },
    startParams,
    // Small segments keep a new folder and an image small: 24 MB instead of 39.
    initDbStartParams: ['--wal-segsize=1'],
    onStderr: (text) => {
      complaints.push(text)
      return false
    },
  })
  if (durable) durable.started = true
  port.on('message', (message: Uint8Array | ThreadRequest) => {
    if (message instanceof Uint8Array) void exchange(engine, message)
    else if (message === 'dump') void dump(engine)
    else void close(engine)
  })
  report({ kind: 'ready' })
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

try {
  await start()
} catch (error) {
  const fatal = complaints.map((text) => /(?:FATAL|PANIC):\s*(.*)/.exec(text)?.[1]).find((text) => text)
  report({ kind: 'failed', reason: fatal ?? (error as Error).message })
  port.close()
}
