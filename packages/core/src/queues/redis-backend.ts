import type { Redis, RedisOptions } from 'ioredis'
import { TesseraError } from '../errors/tessera-error.ts'
import { onDemand } from '../loading/on-demand.ts'
import type { QueueBackend } from './queue-backend.ts'

const ioredis = onDemand<typeof import('ioredis')>('ioredis')

const common = {
  lazyConnect: true,
  connectTimeout: 10_000,
  keepAlive: 10_000,
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 2_000),
} satisfies RedisOptions

/**
 * Jobs in Redis, on two connections per process and one more per worker. Whoever adds a job while Redis is away gets an error
 * at once (the outbox keeps the job); workers wait until it is back.
 */
export async function openRedisBackend(
  url: string,
  prefix: string,
  onError: (error: Error) => void,
): Promise<QueueBackend> {
  const Client = clientClass()
  const producer = new Client(url, { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  const consumer = new Client(url, { ...common, maxRetriesPerRequest: null })
  producer.on('error', onError)
  consumer.on('error', onError)
  try {
    await Promise.all([connect(producer), connect(consumer)])
  } catch (error) {
    producer.disconnect()
    consumer.disconnect()
    const { host, port } = producer.options
    throw new TesseraError(
      'QUEUES_UNREACHABLE',
      { target: `${host}:${port}`, reason: (error as Error).message },
      { cause: error },
    )
  }
  return {
    kind: 'redis',
    forQueue: () => ({ options: { connection: producer as never, prefix }, factory: undefined }),
    forWorker: () => ({ options: { connection: consumer as never, prefix }, factory: undefined }),
    close: async () => {
      producer.disconnect()
      consumer.disconnect()
    },
  }
}

/**
 * ioredis' client, which ends also while it waits for its next attempt to connect. ioredis itself then forgets to say `end`, for which
 * BullMQ waits: a worker that is closed while Redis is away would never be, and keep its process alive with its timers.
 */
function clientClass(): typeof Redis {
  const { Redis } = ioredis()
  return class Client extends Redis {
    override disconnect(reconnect = false): void {
      if (!reconnect && this.status === 'reconnecting') this.status = 'wait'
      super.disconnect(reconnect)
    }

    override duplicate(override?: Partial<RedisOptions>): Redis {
      return new Client({ ...this.options, ...override } as never)
    }
  }
}

/** Resolves when Redis answers; rejects with the first error instead of trying forever. */
async function connect(redis: Redis): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject)
    redis.connect().then(() => {
      redis.removeListener('error', reject)
      resolve()
    }, reject)
  })
}
