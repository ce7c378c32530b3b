import { type Backend, Company } from './company.ts'
import { besideSlow, idleLatency, type Latency } from './latency.ts'
import { deliverAll, type Work, workRaw } from './throughput.ts'

export interface Throughput {
  readonly work: Work
  /** Events and raw jobs per second, medians over the rounds. */
  readonly perSecond: number
  readonly rawPerSecond: number
  /** Ratios within a round: their median, the lowest and the highest. */
  readonly ofRaw: number
  readonly lowest: number
  readonly highest: number
}

export interface BackendFigures {
  readonly backend: string
  /** From commit to the start of the hook. */
  readonly idle: Latency
  readonly besideSlow: Latency
  readonly throughput: readonly Throughput[]
}

export interface EventsFigures {
  readonly events: number
  readonly rounds: number
  readonly database: string
  readonly backends: readonly BackendFigures[]
}

const rounds = 5
const samples = 200
const slowBacklog = 1000

/**
 * How long an event takes to its durable hook, and how many a second there are of, against BullMQ alone on the same backend. On the
 * server of `DATABASE_URL`, in a database of its own; with `REDIS_URL` also with the queues in that Redis.
 */
export async function measureEvents(events: number): Promise<EventsFigures> {
  const redisUrl = process.env.REDIS_URL
  const backends: Backend[] = [{ name: 'PostgreSQL' }, ...(redisUrl ? [{ name: 'Redis' as const, redisUrl }] : [])]
  const figures: BackendFigures[] = []
  let database = ''
  for (const backend of backends) {
    await using company = await Company.open(backend)
    database = company.crm.database.version.text
    figures.push({
      backend: backend.name,
      throughput: [await throughput(company, 'nothing', events), await throughput(company, 'one write', events)],
      idle: await idleLatency(company, samples),
      besideSlow: await besideSlow(company, slowBacklog, samples),
    })
  }
  return { events, rounds, database, backends: figures }
}

/** Both in turn, each round beginning with the other one, after one that does not count. */
async function throughput(company: Company, work: Work, events: number): Promise<Throughput> {
  const ours: number[] = []
  const raw: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const pair = [
      async () => ours.push(await deliverAll(company, work, events)),
      async () => raw.push(await workRaw(company, work, events)),
    ]
    for (const run of round % 2 === 0 ? pair : pair.reverse()) await run()
  }
  const ratios = ours.map((each, round) => each / (raw[round] ?? each)).slice(1)
  return {
    work,
    perSecond: Math.round(median(ours.slice(1))),
    rawPerSecond: Math.round(median(raw.slice(1))),
    ofRaw: twoDigits(median(ratios)),
    lowest: twoDigits(Math.min(...ratios)),
    highest: twoDigits(Math.max(...ratios)),
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const twoDigits = (value: number): number => Math.round(value * 100) / 100
