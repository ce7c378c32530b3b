import { type Hook, type On, Reject, sql } from '@tessera/core'
import { CommissionStatement, type SfaModel } from '../../model.ts'

/** A statement that counts is of a closed period, and its total is the sum of the person's entries: on every path. */
export const statementRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionStatement).after(['create', 'update', 'restore'], { batch: true, name: 'total' }, async (events) => {
    const [first] = events
    if (!first) return
    const ctx = first.ctx.asSystem('adds up commission statements')
    const { rows } = await sql<{ id: string; total: string; sum: string; status: string }>`
      select s.id, s.total_minor::text as total, sums.minor::text as sum, p.status
      from crm.commission_statement s join crm.commission_period p on p.id = s.period_id
      left join lateral (select coalesce(sum(e.amount_minor), 0) as minor from crm.commission_entry e
        where e.period_id = s.period_id and e.person_id = s.person_id) sums on true
      where s.id = any(${events.map(({ id }) => id)}::uuid[]) and s.status <> 'withdrawn'
        and (p.status <> 'closed' or sums.minor <> s.total_minor)
      order by s.id limit 1`.execute(ctx.db)
    const [wrong] = rows
    if (wrong)
      throw new Reject(
        'sfa.commissionStatementTotal',
        wrong.status === 'closed'
          ? `The statement says ${wrong.total}, but its entries add up to ${wrong.sum} (in minor units).`
          : 'A statement is issued when its period is closed.',
      )
  }),
  on(CommissionStatement).before('delete', { name: 'kept' }, () => {
    throw new Reject('sfa.commissionStatementKept', 'A commission statement is kept. Opening its period withdraws it.')
  }),
]
