import { fdatasyncSync, fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { EmscriptenBuiltinFilesystem } from '@electric-sql/pglite/basefs'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { readTar } from './tar.ts'

/** The parts of Emscripten's runtime used here; PGlite does not declare them. */
interface Runtime {
  readonly FS: {
    mkdirTree(path: string): void
    mkdir(path: string): void
    writeFile(path: string, data: string): void
    lookupPath(path: string): { node: Node }
    createNode(parent: Node, name: string, mode: number, device: number): Node
    isDir(mode: number): boolean
  }
  readonly NODEFS: {
    readonly stream_ops: {
      fsync?: (stream: Stream) => number
      write: (stream: Stream, ...rest: unknown[]) => number
    }
    tryFSOperation<T>(operation: () => T): T
  }
}

interface Node {
  name: string
  mode: number
  node_ops: unknown
  stream_ops: { write(stream: Stream, ...rest: unknown[]): number }
  contents: Record<string, Node> | Uint8Array
  usedBytes: number
  timestamp: number
  atime: number
  mtime: number
  ctime: number
}

interface Stream {
  readonly nfd: number
  readonly node: Node
}

type Init = InstanceType<typeof NodeFS>['init']

function beforeRun(result: Awaited<ReturnType<Init>>, run: (runtime: Runtime) => void): Awaited<ReturnType<Init>> {
  const { emscriptenOpts } = result
  const preRun = [...(emscriptenOpts.preRun ?? []), run as never]
  return { emscriptenOpts: { ...emscriptenOpts, preRun } }
}

/**
 * A folder whose writes reach the disk when PostgreSQL asks for it. PGlite's own folder has no fsync, so its commits survive
 * a killed process but not a power failure. Needs `wal_sync_method=fsync`, since Emscripten answers fdatasync by itself.
 */
export class DurableFolder extends NodeFS {
  /**
   * Set once PostgreSQL has started. Until then a folder known to be on disk already is not flushed again file by file, which
   * recovery after a crash does for every file (2.4 s for an empty database).
   */
  started = false
  readonly #flushed: boolean

  constructor(folder: string, flushed: boolean) {
    super(folder)
    this.#flushed = flushed
  }

  override async init(...args: Parameters<Init>): ReturnType<Init> {
    return beforeRun(await super.init(...args), ({ FS, NODEFS }) => {
      const written = new WeakSet<Node>()
      const { write } = NODEFS.stream_ops
      NODEFS.stream_ops.write = (stream, ...rest) => {
        if (!this.started) written.add(stream.node)
        return write(stream, ...rest)
      }
      NODEFS.stream_ops.fsync = (stream) => {
        const isFolder = FS.isDir(stream.node.mode)
        if (!this.started && this.#flushed && !isFolder && !written.has(stream.node)) return 0
        NODEFS.tryFSOperation(() => (isFolder ? fsyncSync : fdatasyncSync)(stream.nfd))
        return 0
      }
    })
  }
}

/**
 * A memory file system that begins as a saved image, which is several times faster than PGlite's own `loadDataDir`: the files are
 * views into the image, and copied when they are first written to, since threads may share it.
 */
export class ImageMemory extends EmscriptenBuiltinFilesystem {
  readonly #image: Uint8Array

  constructor(image: Uint8Array) {
    super()
    this.#image = image
  }

  override async init(...args: Parameters<Init>): ReturnType<Init> {
    return beforeRun(await super.init(...args), ({ FS }) => {
      const root = PGlite.paths.PGDATA
      FS.mkdirTree(root)
      FS.writeFile('/tmp/any', '')
      const plainFile = FS.lookupPath('/tmp/any').node
      const { node_ops, stream_ops } = plainFile
      const views = new WeakSet<Node>()
      const fileOps = {
        ...stream_ops,
        write: (stream: Stream, ...rest: unknown[]): number => {
          const { node } = stream
          if (views.delete(node)) node.contents = (node.contents as Uint8Array).slice()
          return stream_ops.write(stream, ...rest)
        },
      }
      const folders = new Map<string, Node>([['', FS.lookupPath(root).node]])
      const now = Date.now()
      for (const { path, folder, data } of readTar(this.#image)) {
        if (!path) continue
        const slash = path.lastIndexOf('/')
        const parent = folders.get(slash < 0 ? '' : path.slice(0, slash))
        if (!parent) throw new Error(`the image names ${path} before its folder`)
        if (folder) {
          FS.mkdir(`${root}/${path}`)
          folders.set(path, FS.lookupPath(`${root}/${path}`).node)
          continue
        }
        const node = FS.createNode(parent, path.slice(slash + 1), 0o100600, 0)
        views.add(node)
        const times = { timestamp: now, atime: now, mtime: now, ctime: now }
        Object.assign(node, { node_ops, stream_ops: fileOps, contents: data, usedBytes: data.length, ...times })
        ;(parent.contents as Record<string, Node>)[node.name] = node
      }
    })
  }
}
