import { type Context, type Id, type PartnerActor, Reject, type RowIn, TesseraError } from '@tessera/core'
import { Course, Enrolment, Lesson, type PrmModel } from '../model.ts'
import { settleEnrolment } from './settle-enrolment.ts'

type Ctx = Context<typeof PrmModel>
export type EnrolmentRow = RowIn<typeof PrmModel, typeof Enrolment>

/** @throws FORBIDDEN unless somebody of a partner acts */
export function learner(ctx: Ctx): PartnerActor {
  if (ctx.actor.kind === 'partner') return ctx.actor
  throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'take', what: 'courses' })
}

/** Takes a course: the enrolment there is, or a new one. @throws NOT_FOUND for a course that is not for the actor */
export async function enrol(ctx: Ctx, course: Id): Promise<EnrolmentRow> {
  const { id: user, partner } = learner(ctx)
  await ctx.get(Course, course)
  return ctx.asSystem('enrols somebody in a course that is for them').transaction(async (system) => {
    const known = await enrolmentOf(system, course, user)
    return known ?? system.mutate(Enrolment).create({ course, user, partner })
  })
}

/** Notes that somebody went through a lesson. The last one completes a course that has no exam. */
export async function completeLesson(ctx: Ctx, lesson: Id): Promise<EnrolmentRow> {
  const { id: user } = learner(ctx)
  const { course } = await ctx.get(Lesson, lesson)
  return ctx.asSystem('notes that a lesson is done').transaction(async (system) => {
    const enrolment = await enrolmentOf(system, course, user)
    if (!enrolment) throw notEnrolled()
    if (enrolment.done.includes(lesson)) return enrolment
    const noted = await system
      .mutate(Enrolment)
      .update(enrolment.id, { done: [...enrolment.done, lesson] }, { ifVersion: enrolment.version as number })
    return settleEnrolment(system, noted)
  })
}

export async function enrolmentOf(system: Ctx, course: Id, user: Id): Promise<EnrolmentRow | null> {
  const [known] = await system.list(Enrolment, { where: { course: { eq: course }, user: { eq: user } }, limit: 1 })
  return known ?? null
}

export const notEnrolled = (): Reject =>
  new Reject('prm.notEnrolled', 'You have not begun this course. Begin it, then go on.')
