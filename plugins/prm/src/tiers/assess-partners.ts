import { type Context, type Id, Partner } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, TierAssessment, TierException } from '../model.ts'
import { notify } from '../news/notify.ts'
import { prmSettings } from '../settings.ts'
import { assess } from './assess.ts'
import { type MeasuredPartner, measurePartners } from './measure-partners.ts'

type Ctx = Context<typeof PrmModel>

/** How many partners are settled in one transaction. */
const batch = 200

/**
 * Assesses partners by the rules of their programme and settles their tiers: all active ones, or those named. On one day each is assessed
 * once; to run it again changes nothing. Gives how many were assessed.
 */
export async function assessPartners(
  ctx: Ctx,
  {
    partners = null,
    progress = async () => {},
    signal,
  }: {
    readonly partners?: readonly Id[] | null
    readonly progress?: (done: number, total: number) => Promise<void>
    readonly signal?: AbortSignal
  } = {},
): Promise<number> {
  const system = ctx.asSystem('assesses partners')
  const today = companyDay(system)
  const done = new Set(
    (
      await system.list(TierAssessment, {
        where: { day: { eq: today }, ...(partners ? { partner: { in: partners } } : {}) },
        limit: 100_000,
      })
    ).map(({ partner }) => partner),
  )
  const left = (await measurePartners(system, partners)).filter(({ partner }) => !done.has(partner.id))
  let settled = 0
  for (let start = 0; start < left.length && !signal?.aborted; start += batch) {
    const part = left.slice(start, start + batch)
    await system.transaction((inside) => settle(inside, part, today))
    settled += part.length
    await progress(settled, left.length)
  }
  return settled
}

async function settle(ctx: Ctx, part: readonly MeasuredPartner[], today: string): Promise<void> {
  const graceEnds = addDays(today, ctx.settings(prmSettings).tierGraceDays)
  const exceptions = await ctx.list(TierException, {
    where: { partner: { in: part.map(({ partner }) => partner.id) }, until: { gte: today } },
    limit: 10_000,
  })
  for (const { partner, tiers, measured, ruleSet } of part) {
    const ranks = new Map(tiers.map(({ id, rank }) => [id, rank]))
    const [given] = exceptions
      .filter((one) => one.partner === partner.id && ranks.has(one.tier))
      .sort((a, b) => (ranks.get(b.tier) ?? 0) - (ranks.get(a.tier) ?? 0))
    const verdict = assess(
      tiers.map(({ id, rank }) => ({ id, rank, met: measured.every(({ tier, met }) => tier !== id || met) })),
      { tier: partner.prmTier, graceUntil: partner.prmTierGraceUntil, exception: given?.tier ?? null },
      today,
      graceEnds,
    )
    await ctx.mutate(TierAssessment).create({
      partner: partner.id,
      day: today,
      ruleSet,
      before: partner.prmTier,
      reached: verdict.reached,
      after: verdict.tier,
      outcome: verdict.outcome,
      graceUntil: verdict.graceUntil,
      measured,
    })
    const changed = verdict.tier !== partner.prmTier
    if (!changed && verdict.graceUntil === partner.prmTierGraceUntil) continue
    await ctx.mutate(Partner).update(partner.id, {
      prmTierGraceUntil: verdict.graceUntil,
      ...(changed ? { prmTier: verdict.tier, prmTierSince: today } : {}),
    })
    const kind = changed ? `tiers.${verdict.outcome}` : verdict.graceUntil ? 'tiers.grace' : 'tiers.kept'
    await notify(ctx, {
      partner: partner.id,
      roles: ['admin'],
      kind,
      params: {
        tier: tiers.find(({ id }) => id === verdict.tier)?.name ?? '',
        until: verdict.graceUntil ?? '',
      },
      link: '/tier',
    })
  }
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
