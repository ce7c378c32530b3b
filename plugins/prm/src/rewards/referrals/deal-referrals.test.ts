import { LostReason, Opportunity } from '@tessera/plugin-sfa/model'
import { expect, it } from 'vitest'
import {
  act,
  createChannelCrm,
  dealInput,
  dealRow,
  ladder,
  line,
  registerAs,
  seller,
} from '../../deals/test-support/channel.ts'
import { RewardEntry, RewardProgram, RewardRule } from '../../model.ts'
import { calculateRewards } from '../calculate.ts'
import { explainReward } from '../statements/explain-reward.ts'

it('a registered deal that becomes an opportunity earns its partner the reward, until it is lost', async () => {
  const t = await createChannelCrm()
  const boss = await t.actor('user')
  const stages = await ladder(t)
  const who = await seller(t)
  const { id: program } = await t.create(RewardProgram, { program: null, validFrom: '2026-01-01', validUntil: null })
  await t.system.mutate(RewardRule).create({ program, name: 'Finders', kind: 'referral', source: 'deal', rate: '5' })
  const id = await registerAs(t, who, dealInput(await line(t, 'Pumps'), { customerName: 'Oder Guss GmbH' }))
  await act(t, boss, 'approveDeal', id)
  await calculateRewards(t.system, program)
  expect(await t.system.list(RewardEntry)).toEqual([])
  await act(t, boss, 'convertDeal', id)
  await calculateRewards(t.system, program)
  const [entry] = await t.system.list(RewardEntry)
  expect(entry).toMatchObject({
    partner: who.partner,
    amount: { minor: 50_00n, currency: 'EUR' },
    occurredOn: '2026-03-02',
  })
  expect(entry ? explainReward(entry).en : '').toBe(
    '5% × €1,000.00 by rule “Finders”, version 1. For the deal “Oder Guss GmbH – Pumps”, worth €1,000.00.',
  )
  const { opportunity } = await dealRow(t, id)
  const lostReason = (await t.create(LostReason, { name: 'Price' })).id
  await t.update(Opportunity, opportunity ?? '', { stage: stages.lost, lostReason })
  expect(await calculateRewards(t.system, program)).toMatchObject({ written: 0, reversed: 1 })
  await t.close()
})
