import { type Context, type Id, Partner, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { submitDeal } from '@tessera/plugin-prm'
import { DealRegistration } from '@tessera/plugin-prm/model'
import { Opportunity, Stage } from '@tessera/plugin-sfa/model'
import { demo, idsByKey, need } from '../keys.ts'
import { type DemoDeal, demoDeals } from './deal-list.ts'

/** Registrations in every state, as of the day the demo is made: what protects and what is due counts from now. */
export async function seedDeals(ctx: Context): Promise<void> {
  const [partners, users, lines, known] = [
    await idsByKey(ctx, Partner),
    await idsByKey(ctx, User),
    await idsByKey(ctx, Category),
    await idsByKey(ctx, DealRegistration),
  ]
  const open = await ctx.list(Opportunity, { where: { status: { eq: 'open' } }, limit: 10 })
  for (const deal of demoDeals) {
    if (known.has(deal.key)) continue
    const { id } = await ctx.mutate(DealRegistration).create({
      externalKeys: { [demo]: deal.key },
      partner: need(partners, deal.partner),
      registeredBy: need(users, deal.by),
      customerName: deal.customer,
      countryCode: deal.country,
      city: deal.city,
      productLine: need(lines, deal.line),
      amount: { amount: `${deal.amount}.00`, currency: 'EUR' },
      expectedClose: dayFrom(ctx, deal.closesIn),
      description: deal.note,
    } as never)
    if (deal.status === 'draft') continue
    await submitDeal(ctx as never, id)
    await decide(ctx, id, deal, need(users, deal.partner === 'huadong' ? 'guoqiang' : 'jonas'), open)
  }
}

type Open = readonly { readonly id: Id; readonly stage: Id; readonly closeDate: string | null }[]

/** What became of it, step by step as it would have been. */
async function decide(ctx: Context, id: Id, deal: DemoDeal, decidedBy: Id, open: Open): Promise<void> {
  const { status, reason = null, days = 30 } = deal
  const put = (patch: Readonly<Record<string, unknown>>): Promise<unknown> =>
    ctx.mutate(DealRegistration).update(id, patch as never)
  const decided = { decidedBy, decidedAt: ctx.now() }
  const free = { place: null, protectedFrom: null }
  if (status === 'submitted') return
  if (status === 'withdrawn') return void (await put({ status, reason, ...free }))
  if (status === 'rejected') return void (await put({ status, reason, ...decided, ...free }))
  const over = status === 'expired' || status === 'released'
  await put({
    status: 'approved',
    ...decided,
    protectedFrom: dayFrom(ctx, over ? -days - 90 : days - 120),
    protectedUntil: dayFrom(ctx, over ? -days : days),
  })
  if (over) await put({ status, reason, place: null })
  const opportunity = open[deal.partner === 'huadong' ? 1 : 0]
  if (status !== 'converted' || !opportunity) return
  await put({
    status,
    place: null,
    opportunity: opportunity.id,
    attribution: 'sourced',
    convertedAt: ctx.now(),
    progress: 'open',
    progressStage: (await ctx.get(Stage, opportunity.stage)).name,
    progressClose: opportunity.closeDate,
    progressNote:
      deal.partner === 'huadong'
        ? '技术方案已提交，等待客户评审。'
        : 'The survey is done; we send the offer next week.',
  })
}

const dayFrom = (ctx: Context, days: number): string =>
  new Date(ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
