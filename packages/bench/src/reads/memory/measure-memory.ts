import { actorHeader } from '../actors.ts'
import { functionStatement, idSql } from '../data/fill.ts'
import type { Arena } from '../measure-scenario.ts'
import { variedOperation } from './varied-operations.ts'

export interface MemoryFigures {
  readonly operations: number
  /** Resident megabytes of the process after each tenth, garbage collected. */
  readonly megabytes: readonly number[]
  readonly heapMegabytes: readonly number[]
  /** The last against the second: 0.05 is 5 % more. */
  readonly growth: number
}

/** Sends varied operations and asks after each tenth what the process holds. */
export async function measureMemory(
  { database, servers, load }: Arena,
  operations: number,
  say: (text: string) => void,
): Promise<MemoryFigures> {
  const server = servers.find(({ name }) => name === 'tessera')
  if (!server) throw new Error('the product is not there')
  const [, found] = await database.pipeline([
    { text: functionStatement },
    { text: `select ${idSql('account', 'n * 60')}::text as id from generate_series(1, 5000) n` },
  ])
  const ids = (found?.rows ?? []).map(({ id }) => String(id))
  const tenth = operations / 10
  const memory: NodeJS.MemoryUsage[] = []
  for (let part = 0; part < 10; part++) {
    const figures = await load.send({
      url: server.url,
      requests: Array.from({ length: tenth }, (_, n) => ({
        path: '/graphql',
        body: JSON.stringify(variedOperation(part * tenth + n, ids)),
      })),
      headers: { 'content-type': 'application/json', [actorHeader]: 'staff' },
      connections: 8,
      seconds: 0,
      amount: tenth,
    })
    if (figures.failed > 0) throw new Error(`memory: ${figures.failed} operations failed`)
    memory.push(await server.memory())
    say(`memory: ${(part + 1) * tenth} operations, ${megabytes(memory.at(-1)?.rss)} MB`)
  }
  const resident = memory.map(({ rss }) => rss)
  return {
    operations,
    megabytes: resident.map(megabytes),
    heapMegabytes: memory.map(({ heapUsed }) => megabytes(heapUsed)),
    growth: (resident[9] ?? Number.NaN) / (resident[1] ?? Number.NaN) - 1,
  }
}

const megabytes = (bytes = 0): number => Math.round(bytes / 100_000) / 10
