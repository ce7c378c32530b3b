import { definePlugin, entity, f, model } from '@tessera/core'
import { createTestCrm } from '@tessera/testing'
import { expect, it } from 'vitest'

class Booking extends entity(
  'booking',
  { room: f.text(), from: f.instant(), until: f.instant().nullable() },
  { exclude: { room: { same: ['room'], from: 'from', until: 'until' } } },
) {}
class Rooms extends model('rooms', { entities: [Booking] }) {}

const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 5, hour))

it('whoever books what is taken is told which fields to look at, and nothing of the other booking', async () => {
  await using t = await createTestCrm({ plugins: [definePlugin(Rooms)({})()] })
  await t.create(Booking, { room: 'secret room', from: at(9), until: at(10) })
  const second = t.create(Booking, { room: 'secret room', from: at(9), until: null })
  await expect(second).rejects.toMatchObject({
    code: 'OVERLAP',
    status: 409,
    message:
      'Another booking with the same room already takes part of the time between from and until (room). Choose a time that does not meet it, or end the other one first.',
  })
  await t.create(Booking, { room: 'secret room', from: at(10), until: null })
})

it('of many who book at the same moment one succeeds', async () => {
  await using t = await createTestCrm({ plugins: [definePlugin(Rooms)({})()] })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => t.create(Booking, { room: 'only one', from: at(9), until: at(10) })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'OVERLAP' })
})
