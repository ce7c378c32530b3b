import { type ReportColumn, report } from '@tessera/core'
import { z } from 'zod'
import type { ForecastNode } from './forecast.ts'
import { readForecast } from './read-forecast.ts'
import { missingRateNotes } from './report-notes.ts'
import { currencyOption, periodOptions, reportPeriod } from './report-period.ts'
import { forCategories } from './roll-up.ts'

/** `tessera report forecast --by territory --as-of 2026-05-04` */
export const forecastReport = report({
  title: { en: 'Forecast', zh: '销售预测' },
  options: z.object({
    ...periodOptions,
    by: z.enum(['person', 'team', 'territory']).default('team').describe('person, team or territory'),
    asOf: z.string().optional().describe('As it was known on this snapshot day'),
    currency: currencyOption,
  }),
  run: async (ctx, { by, asOf, currency: asked, ...options }) => {
    const forecast = await readForecast(ctx, { period: reportPeriod(ctx, options), by, asOf, currency: asked })
    const { currency, nodes, total, expected, missingRates } = forecast
    const money = (minor: bigint) => ({ minor, currency })
    const depth = depths(nodes)
    const row = (name: string, { total: sums, expected: words }: Pick<ForecastNode, 'total' | 'expected'>) => ({
      name,
      pipeline: money(sums.pipeline.revenue),
      bestCase: money(sums.bestCase.revenue),
      commit: money(sums.commit.revenue),
      closed: money(sums.closed.revenue),
      weighted: money(sums.pipeline.weighted + sums.bestCase.weighted + sums.commit.weighted + sums.closed.weighted),
      profit: money(sums.pipeline.profit + sums.bestCase.profit + sums.commit.profit + sums.closed.profit),
      expected: money(words.commit + words.closed),
    })
    const withoutCost = Object.values(forCategories((category) => total[category].withoutCost)).reduce((a, b) => a + b)
    return {
      columns,
      rows: nodes.map((node) => row(`${'  '.repeat(depth.get(node.id) ?? 0)}${node.name ?? '—'}`, node)),
      total: row('', { total, expected }),
      notes: [
        ...missingRateNotes(missingRates, currency),
        ...(withoutCost > 0 ? [`${withoutCost} deals without a known cost are not in the profit.`] : []),
      ],
    }
  },
})

const amount = (name: string, en: string, zh: string): ReportColumn => ({ name, label: { en, zh }, kind: 'money' })

const columns: readonly ReportColumn[] = [
  { name: 'name', label: { en: 'Name', zh: '名称' }, kind: 'text' },
  amount('pipeline', 'Pipeline', '管道'),
  amount('bestCase', 'Best case', '最佳情况'),
  amount('commit', 'Commit', '承诺'),
  amount('closed', 'Closed', '已成交'),
  amount('weighted', 'Weighted', '加权'),
  amount('profit', 'Profit', '利润'),
  amount('expected', 'Expected: commit and closed, with overrides', '预期（承诺与已成交，含调整）'),
]

function depths(nodes: readonly ForecastNode[]): Map<string | null, number> {
  const depth = new Map<string | null, number>()
  for (const { id, parent } of nodes) depth.set(id, parent === null ? 0 : (depth.get(parent) ?? 0) + 1)
  return depth
}
