import { type Id, sql, TesseraError } from '@tessera/core'
import { workingClock } from '../../channel/working-time.ts'
import { prmSettings } from '../../settings.ts'
import type { Ctx } from '../deal-lock.ts'

/** On which terms a partner registers deals. */
export interface DealTerms {
  /** Registrations that may wait or be protected at a time. */
  readonly capacity: number
  readonly protectionDays: number
}

/** What the partner's tier says, else its programme, else the settings. */
export async function termsOf(system: Ctx, partner: Id): Promise<DealTerms> {
  const { rows } = await sql<{ [Term in keyof DealTerms]: number | null }>`
    select t.deal_capacity as capacity, coalesce(t.protection_days, p.protection_days) as "protectionDays"
    from crm.partner c
      left join crm.program_tier t on t.id = c.prm_tier_id and t.deleted_at is null
      left join crm.partner_program p on p.id = c.prm_program_id and p.deleted_at is null
    where c.id = ${partner} and c.deleted_at is null`.execute(system.db)
  if (!rows[0]) throw new TesseraError('NOT_FOUND', { entity: 'partner', id: partner })
  const { dealCapacity, protectionDays } = system.settings(prmSettings)
  return { capacity: rows[0].capacity ?? dealCapacity, protectionDays: rows[0].protectionDays ?? protectionDays }
}

/** When a registration that is submitted now has to be decided: so many working hours from now. */
export const decisionDue = async (system: Ctx): Promise<Date> =>
  (await workingClock(system))(system.settings(prmSettings).decisionHours)
