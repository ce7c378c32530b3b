import { type Id, sql } from '@tessera/core'
import type { Ctx } from '../deal-lock.ts'

/** A product line, and the ones it is part of and the ones that are part of it. */
export async function linesAround(system: Ctx, line: Id): Promise<readonly Id[]> {
  const { rows } = await sql<{ id: Id }>`
    with recursive above as (
      select id, parent_id from crm.category where id = ${line}
      union select c.id, c.parent_id from crm.category c join above a on c.id = a.parent_id
    ), below as (
      select id from crm.category where id = ${line}
      union select c.id from crm.category c join below b on c.parent_id = b.id
    )
    select id from above union select id from below`.execute(system.db)
  return rows.map(({ id }) => id)
}
