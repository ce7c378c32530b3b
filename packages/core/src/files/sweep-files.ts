import { sql } from 'kysely'
import { IdentityModel } from '../identity/model.ts'
import { job } from '../jobs/job.ts'
import { fileFields } from './file-fields.ts'
import { StoredFile } from './stored-file.ts'

const batch = 200
const dayMs = 86_400_000

/** Forgets files that nothing has referred to for a day: a form that was never sent, a proof that was replaced. */
export const sweepFiles = job(
  IdentityModel,
  'sweepFiles',
  { cron: '40 2 * * *' },
  async ({ ctx, progress, signal }) => {
    const before = new Date(ctx.now().getTime() - dayMs)
    const used = fileFields(ctx.registry).map(
      ({ entity, field }) =>
        sql`not exists (select from ${sql.table(`crm.${entity.table}`)} used where ${sql.ref(`used.${field.columns[0]?.name}`)} = f.id)`,
    )
    const unused = used.length > 0 ? sql`and ${sql.join(used, sql` and `)}` : sql``
    for (let done = 0; !signal.aborted; ) {
      const { rows } = await sql<{ id: string }>`
      select f.id from crm.stored_file f where f.deleted_at is null and f.updated_at < ${before} ${unused} order by f.id limit ${batch}`.execute(
        ctx.db,
      )
      if (rows.length === 0) return
      await ctx.mutate(StoredFile).deleteMany(rows.map(({ id }) => id))
      for (const { id } of rows) await ctx.files.delete(id)
      done += rows.length
      await progress({ done })
    }
  },
)
