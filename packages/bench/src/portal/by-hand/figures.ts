import type { LoadFigures } from '../../reads/load/run-load.ts'
import { type ServerFigures, serverFigures } from '../../reads/report/figures.ts'
import { median } from '../../reads/report/statistics.ts'
import type { Counts } from './record.ts'

/** Both servers, one after the other. */
export type Round = Readonly<Record<'tessera' | 'hand', LoadFigures>>

/** What is asked of a page: so much of the one by hand, and a time. */
const aims = { ratio: 0.6, p95Ms: 100 }

export interface RoundsFigures {
  readonly tessera: ServerFigures
  readonly hand: ServerFigures
  /** The product's requests per second in those of the page by hand, made within each round. */
  readonly ratio: { readonly median: number; readonly lowest: number; readonly highest: number }
  /** The aims that are missed, in words. */
  readonly missed: readonly string[]
}

export interface ByHandFigures {
  readonly people: number
  readonly connections: number
  readonly rounds: number
  readonly seconds: number
  readonly pages: readonly (RoundsFigures & {
    readonly page: string
    /** What the product sends for a look; by hand each statement is sent once, all in one transaction. */
    readonly sql: Counts | undefined
  })[]
}

export function pageFigures(rounds: readonly Round[]): RoundsFigures {
  const ratios = rounds.map(({ tessera, hand }) => tessera.perSecond / hand.perSecond)
  const tessera = serverFigures(rounds.map((round) => round.tessera))
  const ratio = { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) }
  return {
    tessera,
    hand: serverFigures(rounds.map(({ hand }) => hand)),
    ratio,
    missed: [
      ...(ratio.median < aims.ratio ? [`${ratio.median.toFixed(2)} of by hand, aim ${aims.ratio}`] : []),
      ...(tessera.p95Ms < aims.p95Ms ? [] : [`p95 ${tessera.p95Ms.toFixed(0)} ms, aim ${aims.p95Ms}`]),
    ],
  }
}

/** As docs/benchmarks.md has it. */
export function table(pages: ByHandFigures['pages']): string {
  const ms = ({ p50Ms, p95Ms }: ServerFigures): string => `${p50Ms.toFixed(0)}; ${p95Ms.toFixed(0)}`
  const rows = pages.map(({ page, tessera, hand, ratio, sql, missed }) => [
    `\`${page}\``,
    `${sql?.statements} in ${sql?.transactions}`,
    tessera.perSecond.toFixed(1),
    hand.perSecond.toFixed(1),
    `${ratio.median.toFixed(2)} (${ratio.lowest.toFixed(2)} to ${ratio.highest.toFixed(2)})`,
    ms(tessera),
    ms(hand),
    missed.join('; '),
  ])
  const head = [
    ...['page', 'statements, transactions', 'Tessera per s', 'by hand per s', 'ratio (rounds)'],
    ...['p50; p95 ms', 'by hand p50; p95', 'missed'],
  ]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, n) => (n === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
