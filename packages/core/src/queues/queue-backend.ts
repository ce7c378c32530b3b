import type { BackendFactory, QueueOptions } from 'bullmq'
import type { Queues } from './queues.ts'

/** What BullMQ's constructors take besides name and processor. */
export interface QueueConnection {
  readonly options: Pick<QueueOptions, 'connection' | 'prefix'>
  readonly factory: BackendFactory | undefined
}

/** Where jobs are kept. */
export interface QueueBackend {
  readonly kind: Queues['backend']
  forQueue(): QueueConnection
  forWorker(): QueueConnection
  close(): Promise<void>
}
