import { type Context, User } from '@tessera/core'
import { Account, Contact, Interaction, Note, Task } from '@tessera/plugin-customers/model'
import { idsByKey, need, upsertByKey } from './keys.ts'
import { markets } from './names.ts'
import { Dice } from './random.ts'
import { demoDays } from './sales/days.ts'

const subjects = {
  en: [
    'Quotation for booster pumps',
    'Spare parts for the NK series',
    'Visit of the pump room',
    'Complaint about a seal',
    'Delivery dates of the spring order',
    'Training of the maintenance crew',
  ],
  zh: ['增压泵报价', 'NK系列备件', '泵房考察', '密封件投诉', '春季订单交期', '维修人员培训'],
}

/** What happened with each account in the last half year, what is to be done, and what is to be remembered. */
export async function seedActivities(ctx: Context): Promise<void> {
  const [users, accounts, contacts] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Account),
    await idsByKey(ctx, Contact),
  ]
  const day = await demoDays(ctx)
  const daysBefore = (days: number, hour: number): string => `${day(days)}T${String(hour).padStart(2, '0')}:00:00.000Z`
  const dice = new Dice(99)
  const interactions = new Map<string, Record<string, unknown>>()
  const tasks = new Map<string, Record<string, unknown>>()
  const notes = new Map<string, Record<string, unknown>>()
  for (const market of markets) {
    const words = market.country === 'CN' ? subjects.zh : subjects.en
    for (let n = 0; n < 30; n++) {
      const key = `${market.country}-${n}`
      const account = need(accounts, key)
      const user = need(users, dice.pick(market.owners))
      const contact = contacts.get(`${key}-0`) ?? null
      for (let i = 0; i < dice.int(1, 5); i++) {
        interactions.set(`${key}-${i}`, {
          type: dice.pick(['call', 'email', 'meeting', 'visit', 'chat']),
          direction: dice.pick(['inbound', 'outbound']),
          subject: dice.pick(words),
          account,
          contact,
          user,
          occurredAt: daysBefore(dice.int(1, 180), dice.int(8, 17)),
          duration: dice.int(2, 90) * 60,
        })
      }
      if (dice.chance(0.4))
        tasks.set(key, {
          title: dice.pick(words),
          account,
          assignee: user,
          priority: dice.pick(['low', 'normal', 'high']),
          dueAt: daysBefore(-dice.int(1, 40), 9),
          done: dice.chance(0.3),
        })
      if (dice.chance(0.3))
        notes.set(key, {
          body:
            market.country === 'CN'
              ? '<p>客户希望每季度回访一次。</p>'
              : '<p>Wants a call every quarter; the pump room is being rebuilt.</p>',
          account,
          author: user,
        })
    }
  }
  await upsertByKey(ctx, Interaction, interactions)
  await upsertByKey(ctx, Task, tasks)
  await upsertByKey(ctx, Note, notes)
}
