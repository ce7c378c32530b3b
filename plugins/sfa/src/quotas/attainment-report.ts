import { type Context, formatAmount, type Id, report, Team, Territory, User } from '@tessera/core'
import { z } from 'zod'
import { periodOptions, reportPeriod } from '../forecast/report-period.ts'
import { type Attainment, quotaAttainment } from './attainment.ts'

/** `tessera report attainment --from 2026-01-01 --to 2026-12-31 --by person` */
export const attainmentReport = report({
  title: { en: 'Quota attainment', zh: '配额完成情况' },
  options: z.object({
    ...periodOptions,
    by: z.enum(['person', 'team', 'territory', 'company']).optional().describe('person, team, territory or company'),
  }),
  run: async (ctx, { by, ...options }) => {
    const attained = await quotaAttainment(ctx, { period: reportPeriod(ctx, options), by })
    const names = await namesOf(ctx, attained)
    return {
      columns: [
        { name: 'name', label: { en: 'Name', zh: '名称' }, kind: 'text' },
        { name: 'by', label: { en: 'Of', zh: '对象' }, kind: 'text' },
        { name: 'from', label: { en: 'From', zh: '开始' }, kind: 'date' },
        { name: 'to', label: { en: 'To', zh: '结束' }, kind: 'date' },
        { name: 'measure', label: { en: 'Measure', zh: '指标' }, kind: 'text' },
        { name: 'target', label: { en: 'Target', zh: '目标' }, kind: 'money' },
        { name: 'achieved', label: { en: 'Achieved', zh: '完成' }, kind: 'money' },
        { name: 'percent', label: { en: 'Attainment', zh: '完成率' }, kind: 'percent' },
      ],
      rows: attained.map((row) => ({
        name: row.place === null ? ctx.company.name : (names.get(row.place) ?? row.place),
        by: row.by,
        from: row.period.from,
        to: row.period.to,
        measure: `${row.source} ${row.measure}${row.category ? ' of a category' : row.product ? ' of a product' : ''}`,
        target: row.target,
        achieved: row.achieved,
        percent: row.percent,
      })),
      notes: attained.flatMap((row) =>
        row.missingRates.map(
          (sum) =>
            `Not in the sum of ${names.get(row.place ?? '') ?? ctx.company.name}: ${sum.count} sales, ${formatAmount(sum)} ${sum.currency}, for want of a rate into ${row.target.currency}.`,
        ),
      ),
    }
  },
})

async function namesOf(ctx: Context, attained: readonly Attainment[]): Promise<Map<Id, string>> {
  const places = attained.flatMap(({ place }) => (place === null ? [] : [place]))
  const options = { where: { id: { in: places } }, limit: Math.max(places.length, 1), deleted: 'any' } as const
  const found = [await ctx.list(User, options), await ctx.list(Team, options), await ctx.list(Territory, options)]
  return new Map(found.flat().map(({ id, name }) => [id, name]))
}
