import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type Id, Partner, PartnerMember, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import prm from '../index.ts'
import { Certificate, Certification, Course, ExamAttempt, ExamQuestion, Lesson, Notification } from '../model.ts'
import { measured } from '../tiers/measured.ts'
import { remindOfCertificates } from './remind.ts'
import { addMonths } from './settle-enrolment.ts'

let t: TestCrm
let partner: Id
let names = 0

beforeAll(async () => {
  t = await createTestCrm({
    plugins: [
      customers(),
      catalog(),
      mail({ folder: mkdtempSync(join(tmpdir(), 'tessera-mail-')) }),
      orders(),
      sfa(),
      prm({ examsPerDay: 2 }),
    ],
  })
  partner = (await t.create(Partner, { name: 'Delta' })).id
})
afterAll(() => t.close())

async function person(role: 'sales' | 'admin' = 'sales', at = partner): Promise<Actor & { id: Id }> {
  const user = await t.create(User, { name: `P${++names}`, email: `p${names}@example.com`, kind: 'partner' })
  await t.create(PartnerMember, { partner: at, user: user.id, role })
  return { kind: 'partner', id: user.id, partner: at, roles: [role] }
}

async function course(questions = 2) {
  const certification = (await t.create(Certification, { name: `Certified ${++names}`, validMonths: 12 })).id
  const { id } = await t.create(Course, { title: 'Pumps', status: 'published', passPercent: 100, certification })
  const lesson = (await t.create(Lesson, { course: id, position: 1, title: 'Basics' })).id
  const made = []
  for (let position = 1; position <= questions; position++)
    made.push(
      (
        await t.create(ExamQuestion, {
          course: id,
          position,
          text: 'Which?',
          choices: ['a', 'b', 'c'],
          correct: [0, 2],
        })
      ).id,
    )
  return { id, lesson, questions: made, certification }
}
const enrol = (who: Actor, id: Id) => t.graphql(who, 'mutation ($id: ID!) { enrol(course: $id) { id } }', { id })
const learn = (who: Actor, id: Id) =>
  t.graphql(who, 'mutation ($id: ID!) { completeLesson(lesson: $id) { completedAt } }', { id })
const sit = async (who: Actor, id: Id, answers: readonly (readonly [Id, readonly number[]])[]) =>
  (
    await t.graphql<{ sitExam: object }>(
      who,
      'mutation ($id: ID!, $answers: [ExamAnswer!]!) { sitExam(course: $id, answers: $answers) { percent passed left } }',
      { id, answers: answers.map(([question, choices]) => ({ question, choices })) },
    )
  ).sitExam
const refusedWith = (reason: string) => ({ errors: [{ extensions: { reason } }] })

describe('somebody at a partner', () => {
  it('learns, passes the exam and is certified until the day it runs out', async () => {
    const ann = await person()
    const { id, lesson, questions, certification } = await course()
    await enrol(ann, id)
    await learn(ann, lesson)
    expect(
      await sit(
        ann,
        id,
        questions.map((one) => [one, [2, 0]] as const),
      ),
    ).toEqual({ percent: 100, passed: true, left: 1 })
    expect(await t.as(ann).list(Certificate)).toMatchObject([
      { certification, partner, issuedOn: '2026-03-02', expiresOn: '2027-03-02' },
    ])
    expect((await t.as(ann).list(Notification)).map(({ kind }) => kind)).toEqual(['training.certified'])
  })

  it('is told how many answers were right, not which, and may try so often a day', async () => {
    const ann = await person()
    const { id, questions } = await course()
    const [first = '', second = ''] = questions
    await enrol(ann, id)
    expect(
      await sit(ann, id, [
        [first, [0, 2]],
        [second, [0]],
      ]),
    ).toEqual({ percent: 50, passed: false, left: 1 })
    expect(
      await sit(ann, id, [
        [first, [0, 1, 2]],
        [second, [1]],
      ]),
    ).toEqual({ percent: 0, passed: false, left: 0 })
    await expect(
      sit(ann, id, [
        [first, [0, 2]],
        [second, [0, 2]],
      ]),
    ).rejects.toMatchObject(refusedWith('prm.examLimit'))
    expect(await t.as(ann).list(Certificate)).toEqual([])
    t.clock.advance({ days: 1 })
    expect(
      await sit(ann, id, [
        [first, [0, 2]],
        [second, [0, 2]],
      ]),
    ).toMatchObject({ passed: true })
  })

  it('is not certified by an exam alone while lessons are left', async () => {
    const ann = await person()
    const { id, lesson, questions } = await course(1)
    await enrol(ann, id)
    await sit(ann, id, [[questions[0] ?? '', [0, 2]]])
    expect(await t.as(ann).list(Certificate)).toEqual([])
    await learn(ann, lesson)
    expect(await t.as(ann).list(Certificate)).toHaveLength(1)
  })

  it('sits exams at once one after the other, so that none is too many', async () => {
    const ann = await person()
    const { id, questions } = await course(1)
    await enrol(ann, id)
    const sat = await Promise.allSettled(Array.from({ length: 5 }, () => sit(ann, id, [[questions[0] ?? '', [1]]])))
    expect(sat.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await t.system.list(ExamAttempt, { where: { passed: { eq: false } }, limit: 200 })).not.toHaveLength(0)
  })

  it('never reads which answers are right, and questions only once the course is begun', async () => {
    const ann = await person()
    const { id } = await course()
    const read = (fields: string) =>
      t.graphql(ann, `query ($id: ID!) { examQuestions(where: { course: { eq: $id } }) { nodes { ${fields} } } }`, {
        id,
      })
    expect(await read('text choices')).toEqual({ examQuestions: { nodes: [] } })
    await enrol(ann, id)
    expect(await read('text choices')).toMatchObject({ examQuestions: { nodes: [{ choices: ['a', 'b', 'c'] }, {}] } })
    await expect(read('correct')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('does not see how colleagues do; who administers the partner does, and nobody elsewhere', async () => {
    const [ann, ben, boss] = [await person(), await person(), await person('admin')]
    const elsewhere = await person('admin', (await t.create(Partner)).id)
    const { id, lesson } = await course(0)
    await enrol(ann, id)
    await learn(ann, lesson)
    const held = async (who: Actor) => (await t.as(who).list(Certificate, { where: { user: { eq: ann.id } } })).length
    expect([await held(ann), await held(ben), await held(boss), await held(elsewhere)]).toEqual([1, 0, 1, 0])
  })

  it('is refused an exam that is not begun, not there, or not answered', async () => {
    const ann = await person()
    const { id, questions } = await course()
    await expect(sit(ann, id, [])).rejects.toMatchObject(refusedWith('prm.notEnrolled'))
    await enrol(ann, id)
    await expect(sit(ann, id, [[questions[0] ?? '', [0]]])).rejects.toMatchObject(refusedWith('prm.examAnswers'))
    const bare = await course(0)
    await enrol(ann, bare.id)
    await expect(sit(ann, bare.id, [])).rejects.toMatchObject(refusedWith('prm.noExam'))
    const draft = await t.create(Course, { title: 'Draft' })
    await expect(enrol(ann, draft.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('counts people with a valid certificate for their partner’s tier, once each, while they work there', async () => {
  const at = (await t.create(Partner)).id
  const ann = await person('sales', at)
  for (const _ of [1, 2]) {
    const { id, lesson } = await course(0)
    await enrol(ann, id)
    await learn(ann, lesson)
  }
  const count = async (to: string) =>
    (await measured(t.system, { partners: [at], from: '2026-01-01', to }, new Set(['certifiedPeople'])))
      .get('certifiedPeople')
      ?.get(at)?.value
  expect(await count(t.clock.now().toISOString().slice(0, 10))).toBe('1')
  expect(await count('2029-01-01')).toBe('0')
  await t.update(User, ann.id, { active: false })
  expect(await count(t.clock.now().toISOString().slice(0, 10))).toBe('0')
})

it('reminds once before a certificate runs out', async () => {
  const ann = await person()
  const { id, lesson } = await course(0)
  await enrol(ann, id)
  await learn(ann, lesson)
  t.clock.advance({ days: 330 })
  for (const _ of [1, 2]) {
    await t.system.enqueue(remindOfCertificates, undefined as never)
    await t.drain()
  }
  expect((await t.as(ann).list(Notification)).map(({ kind }) => kind).sort()).toEqual([
    'training.certified',
    'training.expires',
  ])
})

it.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2026-03-02', 24, '2028-03-02'],
])('adds months to %s: %i gives %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected)
})
