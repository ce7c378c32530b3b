import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import { type CommissionPeriod, CommissionPlan, CommissionStatement, type SfaModel } from '../../model.ts'

type Ctx = Context<typeof SfaModel>

/** Writes the statements of a period that is being closed: one for everybody with an entry in it. */
export async function issueStatements(
  ctx: Ctx,
  period: RowIn<typeof SfaModel, typeof CommissionPeriod>,
): Promise<void> {
  const system = ctx.asSystem('issues commission statements')
  const { currency } = await system.get(CommissionPlan, period.plan)
  const { rows } = await sql<{ person: Id; team: Id | null; minor: string }>`
    select person_id as person, (array_agg(team_id order by id desc))[1] as team, sum(amount_minor)::text as minor
    from crm.commission_entry where period_id = ${period.id} group by person_id order by person_id`.execute(system.db)
  const known = await system.list(CommissionStatement, { where: { period: { eq: period.id } }, limit: 100_000 })
  const idOf = new Map(known.map(({ person, id }) => [person, id]))
  const issued = rows.map(({ person, team, minor }) => ({
    id: idOf.get(person),
    person,
    values: {
      team,
      total: { minor: BigInt(minor), currency },
      status: 'issued' as const,
      issuedAt: ctx.now(),
      acceptedAt: null,
    },
  }))
  const statements = system.mutate(CommissionStatement)
  await statements.createMany(
    issued.flatMap(({ id, person, values }) => (id ? [] : [{ period: period.id, person, ...values }])),
  )
  await statements.updateMany(issued.flatMap(({ id, values }) => (id ? [{ id, patch: values }] : [])))
}

/** Takes back the statements of a period that is opened again. */
export async function withdrawStatements(ctx: Ctx, period: Id): Promise<void> {
  const system = ctx.asSystem('withdraws commission statements')
  const known = await system.list(CommissionStatement, { where: { period: { eq: period } }, limit: 100_000 })
  await system
    .mutate(CommissionStatement)
    .updateMany(known.map(({ id }) => ({ id, patch: { status: 'withdrawn', acceptedAt: null } })))
}
