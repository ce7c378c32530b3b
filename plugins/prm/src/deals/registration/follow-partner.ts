import { type Hook, type Id, type On, Partner, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { DealRegistration } from '../entities.ts'

/** Who looks after a partner looks after its registrations, those of before included. */
export const followPartner = (on: On<typeof PrmModel>): Hook =>
  on(Partner).after(
    'update',
    { fields: ['prmManager', 'prmTeam', 'prmTerritory'], name: 'dealsFollow' },
    async ({ row, ctx }) => {
      const system = ctx.asSystem('hands the registrations of a partner to who looks after it')
      const { rows } = await sql<{ id: Id }>`
        select id from crm.deal_registration where partner_id = ${row.id} and deleted_at is null order by id`.execute(
        system.db,
      )
      const patch = { manager: row.prmManager, team: row.prmTeam, territory: row.prmTerritory }
      await system.mutate(DealRegistration).updateMany(rows.map(({ id }) => ({ id, patch })))
    },
  )
