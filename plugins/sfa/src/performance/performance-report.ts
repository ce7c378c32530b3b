import { type ReportColumn, type ReportValue, report } from '@tessera/core'
import { z } from 'zod'
import type { PerformanceMeasure } from './measure.ts'
import { performanceOf } from './performance-of.ts'

const kinds: Readonly<Record<PerformanceMeasure['unit'], ReportColumn['kind']>> = {
  money: 'money',
  percent: 'percent',
  days: 'decimal',
  count: 'decimal',
  score: 'decimal',
}

/** A line for each person whose figures the reader may see, a column for each measure. */
export const performanceReport = report({
  title: { en: 'Performance', zh: '人员业绩' },
  options: z.object({
    from: z.iso.date().describe('First day'),
    to: z.iso.date().describe('Last day'),
    currency: z.string().optional().describe("Of sums; the company's unless said otherwise"),
    person: z.uuid().optional().describe('Only this person'),
  }),
  async run(ctx, { from, to, currency, person }) {
    const { measures, people } = await performanceOf(ctx, {
      from,
      to,
      currency: currency ?? null,
      persons: person ? [person] : null,
    })
    const shown = people.filter(({ values }) => person !== undefined || values.some((value) => value !== null))
    return {
      columns: [
        { name: 'person', label: { en: 'Person', zh: '人员' }, kind: 'text' },
        ...measures.map(({ name, label, unit }): ReportColumn => ({ name, label, kind: kinds[unit] })),
      ],
      rows: shown.map(({ name, values }) => ({
        person: name,
        ...Object.fromEntries(
          values.map((value, index): [string, ReportValue] => [measures[index]?.name ?? '', value?.value ?? null]),
        ),
      })),
      notes: [
        ...new Set(
          shown.flatMap(({ name, values }) =>
            values.flatMap((value) => (value?.note ? [`${name}: ${value.note}`] : [])),
          ),
        ),
      ],
    }
  },
})
