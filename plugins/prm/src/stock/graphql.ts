import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import { type FileReported, type RefusedRow, reportFile, reportKinds } from './report-file.ts'

/** `reportFile(kind, file, dryRun) { rows created updated refused { line field message code params } }`. */
export function stockFields(kit: GraphqlKit<typeof PrmModel>): void {
  const refused = kit.builder.objectRef<RefusedRow>('ReportedRowRefused').implement({
    fields: (t) => ({
      line: t.exposeInt('line', { nullable: false }),
      field: t.exposeString('field', { nullable: false }),
      message: t.exposeString('message', { nullable: false }),
      code: t.exposeString('code', { nullable: false }),
      params: t.expose('params', { type: 'JSON', nullable: false }),
    }),
  })
  const reported = kit.builder.objectRef<FileReported>('FileReported').implement({
    description: 'What a file of a partner came to. Where rows were refused, nothing was written.',
    fields: (t) => ({
      rows: t.exposeInt('rows', { nullable: false }),
      created: t.exposeInt('created', { nullable: false }),
      updated: t.exposeInt('updated', { nullable: false }),
      refused: t.field({ type: [refused], nullable: false, resolve: (row) => [...row.refused] }),
    }),
  })
  const kinds = kit.builder.enumType('PartnerReportKind', { values: reportKinds })
  kit.mutation('reportFile', {
    type: reported,
    nullable: false,
    description: 'Takes stock, sell-out or a forecast from a CSV file that you handed in: all rows, or none.',
    args: (arg) => ({
      kind: arg({ type: kinds, required: true }),
      file: arg.id({ required: true }),
      dryRun: arg.boolean(),
    }),
    resolve: ({ kind, file, dryRun }, ctx) => reportFile(ctx, kind, file, dryRun ?? false),
  })
}
