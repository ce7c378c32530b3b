import { setTimeout as sleep } from 'node:timers/promises'
import { startWorkers } from '@tessera/core'
import type { Company } from './company.ts'
import { Idle, Slow } from './plugin.ts'

export interface Latency {
  readonly p50Ms: number
  readonly p95Ms: number
}

const warmUp = 20

/** From the moment a writer learns of its commit to the start of the hook, one event at a time with nothing else to do. */
export async function idleLatency(company: Company, samples: number): Promise<Latency> {
  await company.forget()
  const workers = await startWorkers(company.crm, company.queues)
  const latency = await sample(company, samples)
  await workers.close()
  return latency
}

/** As `idleLatency`, while a hook that takes half a second has a backlog of `backlog` events. */
export async function besideSlow(company: Company, backlog: number, samples: number): Promise<Latency> {
  await company.forget()
  const workers = await startWorkers(company.crm, company.queues)
  await company.system.mutate(Slow).createMany(Array.from({ length: backlog }, (_, number) => ({ number })))
  await sleep(2000)
  const latency = await sample(company, samples)
  await workers.close()
  await company.queues.queue('events').obliterate({ force: true })
  await company.queues.queue('events').resume()
  return latency
}

async function sample(company: Company, samples: number): Promise<Latency> {
  const heard = new Map<number, PromiseWithResolvers<number>>()
  const stop = company.listen((entity, number) => {
    if (entity === 'idle') heard.get(number)?.resolve(performance.now())
  })
  const taken: number[] = []
  for (let number = 0; number < warmUp + samples; number++) {
    const start = Promise.withResolvers<number>()
    heard.set(number, start)
    await company.system.mutate(Idle).create({ number })
    const committedAt = performance.now()
    const ms = (await start.promise) - committedAt
    if (number >= warmUp) taken.push(ms)
    await sleep(20 + Math.random() * 30)
  }
  stop()
  taken.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((taken[Math.floor(taken.length * share)] ?? 0) * 10) / 10
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}
