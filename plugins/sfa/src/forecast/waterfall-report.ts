import { Reject, report, sql } from '@tessera/core'
import { z } from 'zod'
import { readWaterfall } from './read-waterfall.ts'
import { missingRateNotes } from './report-notes.ts'
import { currencyOption, periodOptions, reportPeriod } from './report-period.ts'

/** `tessera report waterfall --first 2026-04-01 --last 2026-05-04` */
export const waterfallReport = report({
  title: { en: 'Pipeline waterfall', zh: '管道变化瀑布' },
  options: z.object({
    ...periodOptions,
    first: z.string().optional().describe('The first snapshot day; the earliest of the last 31 days without it'),
    last: z.string().optional().describe('The last snapshot day; the latest without it'),
    currency: currencyOption,
  }),
  run: async (ctx, { first, last, currency: asked, ...options }) => {
    const { rows: known } = await sql<{ first: string | null; last: string | null }>`
      select min(day) filter (where day >= latest - 31)::text as first, max(day)::text as last
      from (select day, max(day) over () as latest from crm.snapshot_day where status = 'taken') d`.execute(ctx.db)
    const [from, to] = [first ?? known[0]?.first, last ?? known[0]?.last]
    if (!from || !to)
      throw new Reject('sfa.noSnapshot', 'There are no snapshots yet: the first is taken by the job sfa/snapshot.')
    const told = await readWaterfall(ctx, { from, to, period: reportPeriod(ctx, options), currency: asked })
    const { currency, start, end, steps } = told
    const row = (step: string, count: number, minor: bigint, lateCount: number | null = null) => ({
      step,
      count,
      amount: { minor, currency },
      late: lateCount,
    })
    return {
      columns: [
        { name: 'step', label: { en: 'Step', zh: '步骤' }, kind: 'text' },
        { name: 'count', label: { en: 'Deals', zh: '商机数' }, kind: 'int' },
        { name: 'amount', label: { en: 'Amount', zh: '金额' }, kind: 'money' },
        { name: 'late', label: { en: 'Of these entered late', zh: '其中补录' }, kind: 'int' },
      ],
      rows: [
        row(`start ${told.from}`, start.count, start.minor),
        ...steps.map(({ bucket, count, minor, lateCount }) => row(bucket, count, minor, lateCount)),
      ],
      total: row(`end ${told.to}`, end.count, end.minor),
      notes: [
        ...missingRateNotes(told.missingAtStart, currency, ' at the start'),
        ...missingRateNotes(told.missingAtEnd, currency, ' at the end'),
      ],
    }
  },
})
