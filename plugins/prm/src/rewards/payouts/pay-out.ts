import { type Context, type Id, money, Reject, type RowIn, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, RewardPayout, RewardPayoutLine, RewardStatement } from '../../model.ts'
import { requireRewards } from '../ledger/require-manager.ts'
import { fileHash, payoutFile } from './payout-file.ts'

type Ctx = Context<typeof PrmModel>
type Payout = RowIn<typeof PrmModel, typeof RewardPayout>

export interface PayoutOrder {
  readonly currency: string
  /** Statements to be paid from this day or before; today unless given. */
  readonly dueBy?: string | undefined
  readonly executeOn?: string | undefined
  /** Of whoever asks: asked again with it, the same run is answered, and nothing is made. */
  readonly key: string
}

/**
 * Makes a payout run of all issued statements that are due in a currency. What a partner owes is taken off what it gets; who gets nothing waits
 * for the next run, and so do statements with an open dispute.
 * @throws REJECTED `prm.rewardForbidden`, `prm.rewardNothingDue`, `prm.rewardPayoutKey`
 */
export async function payOutRewards(ctx: Ctx, { currency, dueBy, executeOn, key }: PayoutOrder): Promise<Payout> {
  requireRewards(ctx)
  return ctx.asSystem('makes a payout of rewards').transaction(async (inside) => {
    // One run at a time; the unique index on the key holds it in any case.
    await sql`select pg_advisory_xact_lock(hashtextextended('prm.rewardPayouts', 0))`.execute(inside.db)
    const [known] = await inside.list(RewardPayout, { where: { key: { eq: key } }, limit: 1 })
    if (known) {
      if (known.currency === currency) return known
      throw new Reject(
        'prm.rewardPayoutKey',
        `The key is of ${known.number}, a run in ${known.currency}. Use another one.`,
      )
    }
    const today = companyDay(inside)
    const due = await dueLines(inside, currency, dueBy ?? today)
    if (due.length === 0)
      throw new Reject('prm.rewardNothingDue', `Nothing is due in ${currency}. Close a period, or wait for its day.`)
    const total = money(
      due.reduce((sum, { minor }) => sum + BigInt(minor), 0n),
      currency,
    )
    const day = executeOn ?? today
    const payouts = inside.mutate(RewardPayout)
    const { id, number } = await payouts.create({
      key,
      currency,
      executeOn: day,
      total,
      transfers: due.length,
      fileHash: '-',
    })
    const lines = due.map(({ partner, name, accountNumber, minor, numbers }, index) => ({
      payout: id,
      partner,
      position: index + 1,
      reference: `${number}-${String(index + 1).padStart(4, '0')}`,
      partnerName: name,
      accountNumber,
      amount: money(BigInt(minor), currency),
      statementNumbers: numbers.join(' '),
    }))
    const made = await inside.mutate(RewardPayoutLine).createMany(lines)
    await inside.mutate(RewardStatement).updateMany(
      due.flatMap(({ statements }, index) =>
        statements.map((statement) => ({
          id: statement,
          patch: { status: 'inPayout' as const, payoutLine: made[index]?.id ?? null },
        })),
      ),
    )
    return payouts.update(id, { fileHash: fileHash(payoutFile(day, lines)) })
  })
}

interface DueLine {
  readonly partner: Id
  readonly name: string
  readonly accountNumber: string | null
  readonly minor: string
  readonly statements: readonly Id[]
  readonly numbers: readonly string[]
}

/** What each partner gets, in the order of their names. */
async function dueLines(ctx: Ctx, currency: string, dueBy: string): Promise<readonly DueLine[]> {
  const { rows } = await sql<DueLine>`
    select p.id as partner, p.name, a.number as account_number, sum(s.total_minor)::text as minor,
      array_agg(s.id order by s.number) as statements, array_agg(s.number order by s.number) as numbers
    from crm.reward_statement s join crm.partner p on p.id = s.partner_id left join crm.account a on a.id = p.prm_account_id
    where s.status = 'issued' and s.currency = ${currency} and s.payable_on <= ${dueBy}::date and s.deleted_at is null
      and not exists (select from crm.reward_dispute d join crm.reward_entry e on e.id = d.entry_id
        where e.statement_id = s.id and d.status = 'open' and d.deleted_at is null)
    group by p.id, a.number having sum(s.total_minor) > 0 order by p.name, p.id`.execute(ctx.db)
  return rows
}
