import { type Context, type CreateInput, type Id, money, type RowIn } from '@tessera/core'
import { FundAccount, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>
type Account = RowIn<typeof PrmModel, typeof FundAccount>

/** An account, by what it is of. */
export interface AccountOf {
  readonly kind: Account['kind']
  readonly budget: Id
  readonly allocation?: Id
  readonly request?: Id
  readonly claim?: Id
  readonly partner?: Id | null
}

/** The name an account is found by: there is one of each kind for what it is of. */
export const keyOf = ({ kind, budget, allocation, request, claim }: AccountOf): string =>
  `${kind}:${claim ?? request ?? allocation ?? budget}`

/** Opens those of the accounts that are not there yet. Their budget, allocation, request or claim is locked by whoever asks, so none opens twice. */
export async function openAccounts(
  ctx: Ctx,
  wanted: readonly AccountOf[],
  currency: string,
): Promise<ReadonlyMap<string, Account>> {
  const keys = new Map(wanted.map((account) => [keyOf(account), account]))
  const known = await ctx.list(FundAccount, { where: { key: { in: [...keys.keys()] } }, limit: 10_000 })
  const there = new Set(known.map(({ key }) => key))
  const made = await ctx
    .mutate(FundAccount)
    .createMany(
      [...keys].flatMap(([key, account]): CreateInput<typeof PrmModel, typeof FundAccount>[] =>
        there.has(key) ? [] : [{ ...account, key, balance: money(0n, currency) }],
      ),
    )
  return new Map([...known, ...made].map((account) => [account.key, account]))
}

/** What stands in an account, held until the transaction ends; 0 where there is none. */
export async function heldBalance(ctx: Ctx, of: AccountOf): Promise<bigint> {
  const [known] = await ctx.list(FundAccount, { where: { key: { eq: keyOf(of) } }, limit: 1 })
  if (!known) return 0n
  const [held] = await ctx.mutate(FundAccount).updateMany([{ id: known.id, patch: {} }])
  return held?.balance.minor ?? 0n
}
