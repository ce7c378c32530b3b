import { type Context, type Id, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, RewardPayout, RewardPayoutLine, RewardStatement } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { requireRewards } from '../ledger/require-manager.ts'
import { payoutFile } from './payout-file.ts'

type Ctx = Context<typeof PrmModel>
type Payout = RowIn<typeof PrmModel, typeof RewardPayout>

/** Records that the bank has executed a run. Asked again, nothing happens. @throws REJECTED `prm.rewardForbidden`, `prm.rewardPayoutStep` */
export async function confirmRewardPayout(
  ctx: Ctx,
  id: Id,
  { paidOn, reference }: { readonly paidOn?: string | undefined; readonly reference: string | null },
): Promise<Payout> {
  return step(ctx, id, 'paid', async (inside) => {
    const lines = await linesOf(inside, id)
    const paid = await statementsOf(inside, lines)
    await inside
      .mutate(RewardStatement)
      .updateMany(paid.map((row) => ({ id: row.id, patch: { status: 'paid' as const } })))
    for (const { partner, reference: ours } of lines)
      await notify(inside, {
        partner,
        roles: ['admin', 'finance'],
        kind: 'rewards.paid',
        params: { reference: ours },
        link: '/earnings',
      })
    return { status: 'paid' as const, paidOn: paidOn ?? companyDay(inside), reference }
  })
}

/** Gives up a run that was not executed: its statements wait for the next one. @throws REJECTED `prm.rewardForbidden`, `prm.rewardPayoutStep` */
export async function cancelRewardPayout(ctx: Ctx, id: Id): Promise<Payout> {
  return step(ctx, id, 'cancelled', async (inside) => {
    const back = await statementsOf(inside, await linesOf(inside, id))
    await inside
      .mutate(RewardStatement)
      .updateMany(back.map((row) => ({ id: row.id, patch: { status: 'issued' as const, payoutLine: null } })))
    return { status: 'cancelled' as const }
  })
}

type Change = Parameters<ReturnType<Ctx['mutate']>['update']>[1]

async function step(ctx: Ctx, id: Id, to: Payout['status'], work: (inside: Ctx) => Promise<Change>): Promise<Payout> {
  requireRewards(ctx)
  return ctx.asSystem('settles a payout of rewards').transaction(async (inside) => {
    const payouts = inside.mutate(RewardPayout)
    const [payout] = await payouts.updateMany([{ id, patch: {} }])
    if (payout?.status === to) return payout
    if (payout?.status !== 'created')
      throw new Reject('prm.rewardPayoutStep', `The payout ${payout?.number} is ${payout?.status} and stands.`)
    return payouts.update(id, (await work(inside)) as never)
  })
}

const linesOf = (ctx: Ctx, payout: Id) =>
  ctx.list(RewardPayoutLine, {
    where: { payout: { eq: payout } },
    orderBy: [{ position: 'asc' }],
    limit: 100_000,
  })

const statementsOf = (ctx: Ctx, lines: readonly { readonly id: Id }[]) =>
  ctx.list(RewardStatement, { where: { payoutLine: { in: lines.map(({ id }) => id) } }, limit: 1_000_000 })

/** The file of a run, the same whenever it is fetched. @throws REJECTED `prm.rewardForbidden`; NOT_FOUND */
export async function readPayoutFile(ctx: Ctx, id: Id): Promise<string> {
  requireRewards(ctx)
  const system = ctx.asSystem('writes the file of a payout')
  const { executeOn } = await system.get(RewardPayout, id)
  return payoutFile(executeOn, await linesOf(system, id))
}
