import type { Context } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import {
  Certificate,
  Certification,
  Course,
  Enrolment,
  ExamAttempt,
  ExamQuestion,
  Lesson,
  type PrmModel,
} from '../model.ts'
import { notify } from '../news/notify.ts'
import type { EnrolmentRow } from './take-course.ts'

/**
 * Completes an enrolment once all lessons are done and the exam, if there is one, is passed; and issues the certificate the course leads to.
 * Passing again renews it. `system` has the system's rights and a transaction.
 */
export async function settleEnrolment(
  system: Context<typeof PrmModel>,
  enrolment: EnrolmentRow,
  passedNow = false,
): Promise<EnrolmentRow> {
  const { course: id } = enrolment
  const lessons = await system.list(Lesson, { where: { course: { eq: id } }, limit: 1000 })
  if (lessons.some((lesson) => !enrolment.done.includes(lesson.id))) return enrolment
  const [question] = await system.list(ExamQuestion, { where: { course: { eq: id } }, limit: 1 })
  const [passed] = await system.list(ExamAttempt, {
    where: { enrolment: { eq: enrolment.id }, passed: { eq: true } },
    limit: 1,
  })
  if (question && !passed) return enrolment
  const first = enrolment.completedAt === null
  if (!first && !passedNow) return enrolment
  const course = await system.get(Course, id)
  if (course.certification) await certify(system, enrolment, course)
  return first ? system.mutate(Enrolment).update(enrolment.id, { completedAt: system.now() }) : enrolment
}

async function certify(
  system: Context<typeof PrmModel>,
  { user, partner }: EnrolmentRow,
  course: { readonly id: string; readonly certification: string | null },
): Promise<void> {
  const certification = await system.get(Certification, course.certification as string)
  const issuedOn = companyDay(system)
  const expiresOn = addMonths(issuedOn, certification.validMonths)
  await system
    .mutate(Certificate)
    .create({ certification: certification.id, course: course.id, user, partner, issuedOn, expiresOn })
  await notify(system, {
    user,
    kind: 'training.certified',
    params: { certification: certification.name, until: expiresOn },
    link: '/training',
  })
}

/** The same day of the month so many months later, or its last day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}
