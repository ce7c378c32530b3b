import { onDemand } from '../loading/on-demand.ts'

/** BullMQ, for processes that open queues. */
export const bullmq = onDemand<typeof import('bullmq')>('bullmq')
