import { type ServerName, serverNames } from '../scenarios/scenario.ts'
import { missed, type ScenarioFigures } from './figures.ts'

const headings: Readonly<Record<ServerName, string>> = {
  tessera: 'Tessera',
  hand: 'SQL by hand',
  bare: 'the same, unprotected',
  postgraphile: 'PostGraphile',
  yoga: 'Yoga, data loaders',
}

type Cells = readonly string[]

/** Requests per second of each server with their spread, Tessera's times, its ratios, and what misses its aim. */
function rowsOf(figures: readonly ScenarioFigures[]): { head: Cells; rows: Cells[] } {
  const head = [
    'scenario',
    ...serverNames.map((name) => headings[name]),
    'p50; p95 ms (by hand)',
    'of SQL by hand',
    'of PostGraphile',
    'missed',
  ]
  const rows = figures.map((each) => {
    const { tessera, hand } = each.servers
    const ms = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(value < 10 ? 1 : 0))
    return [
      each.title,
      ...serverNames.map((name) => {
        const server = each.servers[name]
        return server ? `${round(server.perSecond)} ±${Math.round(server.spread * 50)} %` : ''
      }),
      `${ms(tessera?.p50Ms)}; ${ms(tessera?.p95Ms)} (${ms(hand?.p50Ms)}; ${ms(hand?.p95Ms)})`,
      ratio(each.ratios.hand),
      ratio(each.ratios.postgraphile),
      missed(each).join('; '),
    ]
  })
  return { head, rows }
}

const round = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))
const ratio = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2))

/** For the terminal. */
export function terminalTable(figures: readonly ScenarioFigures[]): string {
  const { head, rows } = rowsOf(figures)
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => row[n]?.length ?? 0)))
  return [head, ...rows]
    .map((row) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '),
    )
    .join('\n')
}

/** For docs/benchmarks.md. */
export function markdownTable(figures: readonly ScenarioFigures[]): string {
  const { head, rows } = rowsOf(figures)
  const line = (cells: Cells): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, n) => (n === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
