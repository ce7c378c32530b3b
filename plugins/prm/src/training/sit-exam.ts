import { type Context, type Id, Reject } from '@tessera/core'
import { Course, Enrolment, ExamAttempt, ExamQuestion, type PrmModel } from '../model.ts'
import { prmSettings } from '../settings.ts'
import { settleEnrolment } from './settle-enrolment.ts'
import { enrolmentOf, learner, notEnrolled } from './take-course.ts'

/** What an exam came to. Which answers were wrong is not told: the next one asks the same. */
export interface ExamResult {
  readonly percent: number
  readonly passPercent: number
  readonly passed: boolean
  /** How many more may be sat today. */
  readonly left: number
}

const dayMs = 86_400_000

/**
 * Sits the exam of a course: for each question the places of the choices taken. A question counts if exactly the right ones were taken.
 * @throws NOT_FOUND, REJECTED with prm.notEnrolled, prm.noExam, prm.examAnswers, prm.examLimit
 */
export async function sitExam(
  ctx: Context<typeof PrmModel>,
  course: Id,
  answers: Readonly<Record<Id, readonly number[]>>,
): Promise<ExamResult> {
  const { id: user } = learner(ctx)
  await ctx.get(Course, course)
  const perDay = ctx.settings(prmSettings).examsPerDay
  return ctx.asSystem('marks an exam').transaction(async (system) => {
    const enrolment = await enrolmentOf(system, course, user)
    if (!enrolment) throw notEnrolled()
    const { passPercent } = await system.get(Course, course)
    const questions = await system.list(ExamQuestion, { where: { course: { eq: course } }, limit: 1000 })
    if (questions.length === 0) throw new Reject('prm.noExam', 'This course has no exam. Go through its lessons.')
    const unanswered = questions.filter(({ id }) => !answers[id]?.length)
    if (unanswered.length > 0)
      throw new Reject('prm.examAnswers', `${unanswered.length} questions have no answer yet. Answer them all.`)
    // The row is held until the commit, so that two exams at once are counted one after the other.
    await system.mutate(Enrolment).update(enrolment.id, { done: [...enrolment.done] })
    const recent = await system.list(ExamAttempt, {
      where: { enrolment: { eq: enrolment.id }, at: { gt: new Date(system.now().getTime() - dayMs) } },
      limit: perDay,
    })
    if (recent.length >= perDay)
      throw new Reject(
        'prm.examLimit',
        `An exam can be sat ${perDay} times in 24 hours. Go through the lessons and come back later.`,
      )
    const right = questions.filter(({ id, correct }) => same(correct, answers[id] ?? [])).length
    const percent = Math.floor((right * 100) / questions.length)
    const passed = percent >= passPercent
    const taken = Object.fromEntries(questions.map(({ id }) => [id, [...(answers[id] ?? [])]]))
    await system
      .mutate(ExamAttempt)
      .create({ enrolment: enrolment.id, at: system.now(), answers: taken, percent, passed })
    if (passed) await settleEnrolment(system, enrolment, true)
    return { percent, passPercent, passed, left: perDay - recent.length - 1 }
  })
}

const same = (left: readonly number[], right: readonly number[]): boolean =>
  new Set(left).size === new Set(right).size && left.every((place) => right.includes(place))
