import { type Context, type Crm, type Id, Partner, storeFile } from '@tessera/core'
import {
  FundAllocation,
  FundBudget,
  FundClaim,
  FundPayment,
  FundProof,
  FundRequest,
  PartnerProgram,
} from '@tessera/plugin-prm/model'
import { demo, idsByKey, need, upsertByKey } from '../keys.ts'
import { onePagePdf } from '../pdf.ts'
import { demoPeople, type WorkAs } from '../people.ts'
import { type Day, demoDays, quarterOf } from '../sales/days.ts'
import { activities, allocations, type DemoActivity } from './fund-list.ts'

const euro = (amount: string) => ({ amount, currency: 'EUR' })

/** A budget for marketing, what partners got of it, asked for, claimed and were paid: each step by whoever takes it. */
export async function seedFunds(ctx: Context, crm: Crm): Promise<void> {
  const [day, as] = [await demoDays(ctx), await demoPeople(ctx, crm)]
  const places = await seedAllocations(ctx, day)
  const known = await idsByKey(ctx, FundRequest)
  for (const activity of activities) {
    if (known.has(activity.key)) continue
    const request = await ask(ctx, as, activity, need(places, activity.partner), day)
    if (activity.claim) await claim(as, request, activity, activity.claim, day)
    // What was paid in full has nothing left to be claimed.
    if (activity.claim?.status === 'paid')
      await as('astrid')
        .mutate(FundRequest)
        .update(request, { status: 'closed' } as never)
  }
}

async function seedAllocations(ctx: Context, day: Day): Promise<ReadonlyMap<string, Id>> {
  const partners = await idsByKey(ctx, Partner)
  const span = { from: quarterOf(day(0), 2), to: day(-270) }
  const year = day(0).slice(0, 4)
  const budget = need(
    await upsertByKey(
      ctx,
      FundBudget,
      new Map([
        [
          'marketing',
          {
            name: `Channel marketing ${year}`,
            program: need(await idsByKey(ctx, PartnerProgram), 'channel'),
            startsOn: span.from,
            endsOn: span.to,
            total: euro('120000.00'),
            terms:
              'Half of what an activity costs that brings new customers: fairs, customer days, advertising, printed matter, training. Hotels, meals and presents are yours.',
          },
        ],
      ]),
    ),
    'marketing',
  )
  return upsertByKey(
    ctx,
    FundAllocation,
    new Map(
      allocations.map(({ partner, name, amount }) => [
        partner,
        {
          budget,
          name: `${name} ${year}`,
          partner: need(partners, partner),
          amount: euro(amount),
          validFrom: span.from,
          validUntil: span.to,
        },
      ]),
    ),
  )
}

async function ask(ctx: Context, as: WorkAs, activity: DemoActivity, allocation: Id, day: Day): Promise<Id> {
  const { by, title, type, plan, days, cost, requested, status, approved, reason } = activity
  const { id } = await as(by)
    .mutate(FundRequest)
    .create({
      allocation,
      title,
      activityType: type,
      plan,
      startsOn: day(days[0]),
      endsOn: day(days[1]),
      cost: euro(cost),
      requested: euro(requested),
      status: status === 'draft' ? 'draft' : 'submitted',
    } as never)
  await ctx.mutate(FundRequest).update(id, { externalKeys: { [demo]: activity.key } } as never)
  if (status === 'approved' || status === 'rejected')
    await as('astrid')
      .mutate(FundRequest)
      .update(id, { status, ...(approved && { approved: euro(approved) }), ...(reason && { reason }) } as never)
  return id
}

async function claim(
  as: WorkAs,
  request: Id,
  { title, days }: DemoActivity,
  { by, invoice, spent, amount, note, status }: NonNullable<DemoActivity['claim']>,
  day: Day,
): Promise<void> {
  const person = as(by)
  const invoicedOn = day(days[1] - 4)
  const { id } = await person.mutate(FundClaim).create({
    request,
    spent: euro(spent),
    amount: euro(amount),
    invoiceNumber: invoice,
    invoicedOn,
    note,
  } as never)
  const bytes = onePagePdf([
    `Invoice ${invoice}`,
    invoicedOn,
    '',
    /^[\x20-\xff]+$/.test(title) ? title : 'Marketing',
    `EUR ${spent}`,
  ])
  const file = await storeFile(person, { name: `${invoice}.pdf`, bytes })
  await person.mutate(FundProof).create({ claim: id, file: file.id } as never)
  if (status === 'draft') return
  await person.mutate(FundClaim).update(id, { status: 'submitted' } as never)
  if (status === 'submitted') return
  await as('astrid')
    .mutate(FundClaim)
    .update(id, { status: 'approved' } as never)
  if (status !== 'paid') return
  await as('astrid')
    .mutate(FundPayment)
    .create({ claim: id, amount: euro(amount), reference: `SEPA ${invoice}`, paidOn: day(21) } as never)
}
