import { type Context, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { LostReason, Opportunity, Pipeline, Stage } from '@tessera/plugin-sfa/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { markets } from '../names.ts'
import { Dice } from '../random.ts'
import { demoDays } from './days.ts'

const stages = [
  { key: 'qualify', name: 'Qualify', probability: '10', category: 'pipeline', gates: [] },
  { key: 'survey', name: 'Site survey', probability: '30', category: 'pipeline', gates: [{ field: 'amount' }] },
  { key: 'offer', name: 'Offer', probability: '55', category: 'bestCase', gates: [{ field: 'nextStep' }] },
  { key: 'negotiate', name: 'Negotiate', probability: '80', category: 'commit', gates: [] },
  { key: 'won', name: 'Won', kind: 'won', probability: '100', category: 'closed', gates: [] },
  { key: 'lost', name: 'Lost', kind: 'lost', probability: '0', category: 'omitted', gates: [] },
] as const

const works = {
  en: ['Booster station', 'Cooling circuit', 'Dosing line', 'Sewage lift', 'Pump room renewal', 'Spare parts contract'],
  zh: ['增压泵站', '冷却循环', '加药系统', '污水提升', '泵房改造', '备件年度合同'],
}

/** How the company sells, and the deals of two quarters: open, won and lost. */
export async function seedPipeline(ctx: Context): Promise<void> {
  const [users, accounts] = [await idsByKey(ctx, User), await idsByKey(ctx, Account)]
  const pipeline = need(await upsertByKey(ctx, Pipeline, new Map([['projects', { name: 'Projects' }]])), 'projects')
  const places = await upsertByKey(
    ctx,
    Stage,
    new Map(stages.map(({ key, ...stage }, sort) => [key, { ...stage, pipeline, sort }])),
  )
  const reasons = await upsertByKey(
    ctx,
    LostReason,
    new Map([
      ['price', { name: 'Price' }],
      ['delivery', { name: 'Delivery time' }],
      ['stopped', { name: 'Project stopped' }],
    ]),
  )
  const regions = new Map(
    (await ctx.list(Account, { limit: 10_000 })).map(({ id, team, territory }) => [id, { team, territory }]),
  )
  const day = await demoDays(ctx)
  const dice = new Dice(2718)
  const opportunities = new Map<string, Record<string, unknown>>()
  for (const market of markets) {
    const words = market.country === 'CN' ? works.zh : works.en
    for (let n = 0; n < 18; n++) {
      const account = need(accounts, `${market.country}-${n}`)
      const stage = dice.pick([...stages.slice(0, 4), ...stages])
      const closed = stage.key === 'won' || stage.key === 'lost'
      const closeDate = day(closed ? dice.int(1, 120) : -dice.int(3, 150))
      const currency = market.currency === 'EUR' ? 'EUR' : 'USD'
      const amount = dice.int(8, 260)
      opportunities.set(`${market.country}-${n}`, {
        name: dice.pick(words),
        account,
        ...regions.get(account),
        stage: need(places, stage.key),
        owner: need(users, dice.pick(market.owners)),
        amount: { amount: `${amount}000.00`, currency },
        expectedCost: { amount: `${Math.round(amount * 0.62)}000.00`, currency },
        closeDate,
        closedOn: closed ? closeDate : null,
        lostReason: stage.key === 'lost' ? need(reasons, dice.pick(['price', 'delivery', 'stopped'])) : null,
        nextStep: closed ? 'Hand over to service' : dice.pick(['Visit the plant', 'Send the offer', 'Call the buyer']),
        nextStepOn: closed ? null : day(-dice.int(1, 20)),
      })
    }
  }
  await upsertByKey(ctx, Opportunity, opportunities)
}
