import { type Id, Partner } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Notification, OnboardingStep, OnboardingTask, PartnerProgram } from '../../model.ts'
import { openCrm, personAt, staffWith } from '../test-support/open-crm.ts'
import { remindOfSteps } from './remind-of-steps.ts'

let t: TestCrm
let program: Id
beforeAll(async () => {
  t = await openCrm()
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  await t.create(OnboardingTask, { title: 'Sign', titleZh: '签署', dueDays: 7, position: 1, link: '/agreements' })
  await t.create(OnboardingTask, { title: 'Credit check', who: 'staff', dueDays: 3, position: 2, program })
  await t.create(OnboardingTask, { title: 'Elsewhere', program: (await t.create(PartnerProgram)).id })
  await t.create(OnboardingTask, { title: 'Not in use', active: false })
})
afterAll(() => t.close())

const begun = async (input: object = {}) =>
  (await t.create(Partner, { name: 'Delta', prmProgram: program, prmStatus: 'onboarding', ...input })).id
const stepsOf = (partner: Id) =>
  t.system.list(OnboardingStep, { where: { partner: { eq: partner } }, orderBy: [{ position: 'asc' }] })
const complete = 'mutation ($step: ID!) { completeOnboardingStep(step: $step, note: "done") { doneAt } }'
const reopen = 'mutation ($step: ID!) { reopenOnboardingStep(step: $step) { doneAt } }'
const status = async (partner: Id) => (await t.system.get(Partner, partner)).prmStatus

describe('onboarding', () => {
  it('gives a new partner the steps of its programme, each with its day', async () => {
    expect(await stepsOf(await begun())).toMatchObject([
      { title: 'Sign', titleZh: '签署', who: 'partner', dueOn: '2026-03-09', link: '/agreements' },
      { title: 'Credit check', who: 'staff', dueOn: '2026-03-05' },
    ])
  })

  it('is over also where the last steps are done at the same time', async () => {
    const jo = await staffWith(t, 'prm:onboard')
    const partners = await Promise.all(Array.from({ length: 12 }, () => begun()))
    const steps = await Promise.all(partners.map(stepsOf))
    await Promise.all(steps.flat().map(({ id }) => t.graphql(jo, complete, { step: id })))
    expect(new Set(await Promise.all(partners.map(status)))).toEqual(new Set(['active']))
  })

  it('makes the partner active with its last step, and tells its people', async () => {
    const partner = await begun()
    const [ann, jo] = [await personAt(t, partner, 'admin'), await staffWith(t, 'prm:onboard')]
    const [sign, credit] = await stepsOf(partner)
    const progress = '{ onboardingProgress { total done waitingForPartner nextDue } }'
    expect(await t.graphql(ann, progress)).toEqual({
      onboardingProgress: { total: 2, done: 0, waitingForPartner: 1, nextDue: '2026-03-05' },
    })
    await Promise.all([t.graphql(ann, complete, { step: sign?.id }), t.graphql(jo, complete, { step: credit?.id })])
    expect(await status(partner)).toBe('active')
    expect((await stepsOf(partner)).map(({ doneBy, note }) => [doneBy, note])).toEqual([
      [ann.id, 'done'],
      [(jo as { id: Id }).id, 'done'],
    ])
    expect((await t.as(ann).list(Notification)).map(({ kind }) => kind)).toContain('partners.active')
  })

  it('is done by whoever it is for: no step of staff by the partner, none of another partner', async () => {
    const partner = await begun()
    const below = await begun({ parent: partner })
    const [ann, bob] = [await personAt(t, partner, 'admin'), await personAt(t, partner, 'sales')]
    const [sign, credit] = await stepsOf(partner)
    const [theirs] = await stepsOf(below)
    await expect(t.graphql(ann, complete, { step: credit?.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(t.graphql(bob, complete, { step: sign?.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(t.graphql(ann, complete, { step: theirs?.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const outsider = await personAt(t, await begun(), 'admin')
    await expect(t.graphql(outsider, complete, { step: sign?.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(t.graphql(await staffWith(t, 'prm:read'), complete, { step: sign?.id })).rejects.toThrow()
    expect((await stepsOf(partner)).every(({ doneAt }) => doneAt === null)).toBe(true)
    await t.graphql(ann, complete, { step: sign?.id })
    await t.graphql(ann, reopen, { step: sign?.id })
    expect((await stepsOf(partner))[0]).toMatchObject({ doneAt: null, doneBy: null })
  })

  it('reminds whoever has to do a step that is due, once', async () => {
    const partner = await begun()
    const ann = await personAt(t, partner, 'admin')
    t.clock.advance({ days: 8 })
    for (const _morning of [1, 2]) {
      await t.system.enqueue(remindOfSteps, undefined)
      await t.drain()
    }
    expect((await t.as(ann).list(Notification)).map(({ params }) => params.step)).toEqual(['Sign'])
  })

  it('waits for nothing where there is nothing to do', async () => {
    for (const task of await t.system.list(OnboardingTask)) await t.update(OnboardingTask, task.id, { active: false })
    expect(await status(await begun())).toBe('active')
  })
})
