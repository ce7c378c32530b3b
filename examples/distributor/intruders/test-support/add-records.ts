import {
  AgreementEdition,
  BusinessPlan,
  Course,
  ExamQuestion,
  FundAllocation,
  FundBudget,
  Lesson,
  OnboardingStep,
  PartnerAgreement,
  PartnerLocation,
  PlanAction,
  PlanTarget,
} from '@tessera/plugin-prm/model'
import type { Demo } from './open-demo.ts'

/** What the demo of the quick start lacks, so that pages have forms about it. */
export async function addRecords({ t }: Demo, partner: string): Promise<void> {
  const budget = await t.create(FundBudget, {
    name: 'Marketing',
    total: { minor: 10_000_00n, currency: 'EUR' },
    coFunding: '50',
    startsOn: '2026-01-01',
    endsOn: '2099-12-31',
    calendar: null,
    program: null,
  })
  await t.create(FundAllocation, {
    budget: budget.id,
    name: 'Spring',
    partner,
    tier: null,
    amount: { minor: 2_000_00n, currency: 'EUR' },
    validFrom: '2026-01-01',
    validUntil: '2099-12-31',
  })
  const course = await t.create(Course, { title: 'Pumps', status: 'published', passPercent: 100 })
  await t.create(Lesson, { course: course.id, position: 1, title: 'Basics', body: '<p>How a pump works</p>' })
  await t.create(ExamQuestion, {
    course: course.id,
    position: 1,
    text: 'Which?',
    choices: ['Left', 'Right'],
    correct: [0],
  })
  const agreement = await t.create(PartnerAgreement, { name: 'Terms', required: false })
  const terms = { title: 'Terms of partners', body: '<p>Be fair.</p>', validFrom: '2026-01-01' }
  await t.create(AgreementEdition, { agreement: agreement.id, ...terms })
  await t.create(OnboardingStep, { partner, title: 'Name a contact', dueOn: '2026-12-20' })
  const place = { name: 'Shop', address: 'Hauptstr. 1', postalCode: '50667', city: 'Köln', countryCode: 'DE' }
  await t.create(PartnerLocation, { partner, ...place, specialities: [], published: true })
  const plan = await t.create(BusinessPlan, { partner, title: 'Plan', from: '2026-01-01', to: '2026-12-31' })
  await t.create(PlanTarget, { plan: plan.id, metric: 'revenue', target: '500000' })
  await t.create(PlanAction, { plan: plan.id, title: 'Hire somebody' })
  await t.update(BusinessPlan, plan.id, { status: 'proposed' })
}
