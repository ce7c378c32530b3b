import type { z } from 'zod'
import { contributionPoint } from '../contributions/contribution.ts'
import type { Label } from '../model/field.ts'
import type { Context } from '../runtime/context.ts'
import type { Money } from '../values/money.ts'

/** What stands in a cell: an amount of money, a decimal or per cent as text, a day as `YYYY-MM-DD`, a count, a text; null for nothing. */
export type ReportValue = string | number | Money | null

export interface ReportColumn {
  /** The key of the column in rows, in CSV and in JSON. */
  readonly name: string
  readonly label: Label
  readonly kind: 'text' | 'int' | 'decimal' | 'percent' | 'money' | 'date'
}

/** A table of figures, as a report answers it. */
export interface ReportTable {
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly Readonly<Record<string, ReportValue>>[]
  /** Sums, in columns of their own choice; shown below a line. */
  readonly total?: Readonly<Record<string, ReportValue>>
  /** What a reader must know to read the figures right, such as amounts without a rate. One sentence each. */
  readonly notes?: readonly string[]
}

/** A question with options that is answered by a table. Figures are those the actor of `ctx` may see. */
export interface Report<O extends z.ZodObject = z.ZodObject> {
  readonly title: Label
  /** What its options are called and mean. Values come as text: use `z.coerce` for numbers. */
  readonly options: O
  run(ctx: Context, options: z.output<O>): Promise<ReportTable>
}

/** Declares a report, typed by its options. @example report({ title: { en: 'Pipeline' }, options: z.object({}), run }) */
export const report = <O extends z.ZodObject>(definition: Report<O>): Report => definition as unknown as Report

/**
 * Where plugins add reports, by the name `tessera report` calls them.
 * @example contributes: [reports.add('pipeline', pipelineReport)]
 */
export const reports = contributionPoint<Report>('core.reports')
