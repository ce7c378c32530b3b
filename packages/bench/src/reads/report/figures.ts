import type { LoadFigures } from '../load/run-load.ts'
import type { Aims, ServerName } from '../scenarios/scenario.ts'
import { median, spread } from './statistics.ts'

/** What was measured of one server in one scenario. */
export interface ServerFigures {
  readonly perSecond: number
  /** Of requests per second, over the rounds. */
  readonly spread: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly bytesEach: number
}

export interface ScenarioFigures {
  readonly name: string
  readonly title: string
  readonly accounts: number
  readonly connections: number
  readonly servers: Readonly<Partial<Record<ServerName, ServerFigures>>>
  /** The product's requests per second in those of each other, the median over the rounds. */
  readonly ratios: Readonly<Partial<Record<ServerName, number>>>
  readonly aims: Aims
}

/** One round: each server once, one after the other. */
export type Round = Readonly<Partial<Record<ServerName, LoadFigures>>>

export function serverFigures(rounds: readonly LoadFigures[]): ServerFigures {
  const of = (read: (round: LoadFigures) => number): number[] => rounds.map(read)
  const answered = rounds.filter(({ answers }) => answers > 0)
  const ofAnswers = (read: (round: LoadFigures) => number): number => median(answered.map(read))
  return {
    perSecond: median(of(({ perSecond }) => perSecond)),
    spread: spread(of(({ perSecond }) => perSecond)),
    p50Ms: ofAnswers(({ p50Ms }) => p50Ms),
    p95Ms: ofAnswers(({ p95Ms }) => p95Ms),
    bytesEach: ofAnswers(({ bytesEach }) => bytesEach),
  }
}

/** Ratios are made within a round, since what else the machine does changes between them. */
export function ratiosOf(rounds: readonly Round[]): Partial<Record<ServerName, number>> {
  const others = Object.keys(rounds[0] ?? {}).filter((name) => name !== 'tessera') as ServerName[]
  return Object.fromEntries(
    others.map((other) => [
      other,
      median(
        rounds
          .map((round) => [round.tessera?.perSecond ?? Number.NaN, round[other]?.perSecond ?? Number.NaN] as const)
          // Of a round in which neither answered nothing can be said.
          .filter(([tessera, another]) => tessera > 0 || another > 0)
          .map(([tessera, another]) => tessera / another),
      ),
    ]),
  )
}

/** The aims a scenario misses, in words. */
export function missed({ aims, ratios, servers }: ScenarioFigures): string[] {
  const slow = Object.entries(aims.atLeast ?? {})
    .filter(([other, least]) => (ratios[other as ServerName] ?? 0) < least)
    .map(([other, least]) => `${(ratios[other as ServerName] ?? 0).toFixed(2)} of ${other}, aim ${least.toFixed(2)}`)
  const p95 = servers.tessera?.p95Ms ?? Number.NaN
  return aims.p95Ms !== undefined && !(p95 < aims.p95Ms)
    ? [...slow, `p95 ${p95.toFixed(0)} ms, aim ${aims.p95Ms}`]
    : slow
}
