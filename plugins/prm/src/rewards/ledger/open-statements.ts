import { type Context, type CreateInput, type Id, money, Partner, type RowIn } from '@tessera/core'
import { type PrmModel, RewardPeriod, RewardProgram, RewardStatement } from '../../model.ts'

type Ctx = Context<typeof PrmModel>
type Statement = RowIn<typeof PrmModel, typeof RewardStatement>
type PeriodRow = RowIn<typeof PrmModel, typeof RewardPeriod>

export interface Whose {
  readonly partner: Id
  readonly currency: string
}

export const whoseKey = ({ partner, currency }: Whose): string => `${partner} ${currency}`

/** The period of a programme, made where there is none. Whoever asks holds the programme (`lockRewards`). */
export async function periodRow(
  ctx: Ctx,
  program: Id,
  { startsOn, endsOn }: { readonly startsOn: string; readonly endsOn: string },
): Promise<PeriodRow> {
  const [known] = await ctx.list(RewardPeriod, { where: { program: { eq: program }, startsOn: { eq: startsOn } } })
  return known ?? (await ctx.mutate(RewardPeriod).create({ program, startsOn, endsOn }))
}

/** The statements of a period that entries are written into, made where there are none. */
export async function statementsFor(
  ctx: Ctx,
  period: PeriodRow,
  whose: readonly Whose[],
): Promise<ReadonlyMap<string, Statement>> {
  const known = await ctx.list(RewardStatement, { where: { period: { eq: period.id } }, limit: 1_000_000 })
  const there = new Map(known.map((statement) => [whoseKey(statement), statement]))
  const missing = new Map(whose.filter((each) => !there.has(whoseKey(each))).map((each) => [whoseKey(each), each]))
  if (missing.size === 0) return there
  const inputs: CreateInput<typeof PrmModel, typeof RewardStatement>[] = [...missing.values()].map(
    ({ partner, currency }) => ({
      program: period.program,
      period: period.id,
      partner,
      currency,
      total: money(0n, currency),
    }),
  )
  for (const made of await ctx.mutate(RewardStatement).createMany(inputs)) there.set(whoseKey(made), made)
  return there
}

/** What a new statement takes over from its programme, period and partner. */
export async function statementFacts(ctx: Ctx, { program: of, period: id, partner }: Statement) {
  const program = await ctx.get(RewardProgram, of)
  const { startsOn, endsOn } = await ctx.get(RewardPeriod, id)
  const { prmAccount } = await ctx.get(Partner, partner)
  return {
    programName: program.name,
    startsOn,
    endsOn,
    account: prmAccount,
    payableAfterDays: program.payableAfterDays,
  }
}
