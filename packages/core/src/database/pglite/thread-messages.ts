/** What the thread of an embedded database is started with. */
export interface ThreadStart {
  /** The folder of the cluster; in memory if undefined. */
  readonly folder: string | undefined
  /** Whether everything in the folder is known to be on disk. */
  readonly flushed: boolean
  /** For memory: the image to begin from. */
  readonly image: Uint8Array | undefined
  /** Compiled once per process and shared by its threads. */
  readonly module: object
}

/**
 * To the thread: bytes of the wire protocol, or one of these. First a start; after `forget`, which drops a database in memory, another.
 */
export type ThreadRequest = ThreadStart | 'dump' | 'close' | 'forget'

/** From the thread: bytes of the wire protocol, or one of these. */
export type ThreadReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'dumped'; readonly image: Uint8Array }
  | { readonly kind: 'forgotten' }
