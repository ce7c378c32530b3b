import type { GraphqlKit } from '@tessera/core'
import { Enrolment, type PrmModel } from '../model.ts'
import { type ExamResult, sitExam } from './sit-exam.ts'
import { completeLesson, enrol } from './take-course.ts'

/** `enrol(course)`, `completeLesson(lesson)`, `sitExam(course, answers)`. */
export function trainingFields(kit: GraphqlKit<typeof PrmModel>): void {
  const { builder } = kit
  const result = builder.objectRef<ExamResult>('ExamResult').implement({
    description: 'What an exam came to.',
    fields: (t) => ({
      percent: t.exposeInt('percent', { nullable: false }),
      passPercent: t.exposeInt('passPercent', { nullable: false }),
      passed: t.exposeBoolean('passed', { nullable: false }),
      left: t.exposeInt('left', { nullable: false, description: 'How many more may be sat today.' }),
    }),
  })
  const answer = builder.inputType('ExamAnswer', {
    fields: (t) => ({
      question: t.id({ required: true }),
      choices: t.intList({ required: true, description: 'Places of the choices taken, from 0.' }),
    }),
  })
  kit.mutation('enrol', {
    type: kit.ref(Enrolment),
    description: 'Takes a course, for the partner you act for.',
    args: (arg) => ({ course: arg.id({ required: true }) }),
    resolve: ({ course }, ctx) => enrol(ctx, course),
  })
  kit.mutation('completeLesson', {
    type: kit.ref(Enrolment),
    description: 'Notes that you went through a lesson.',
    args: (arg) => ({ lesson: arg.id({ required: true }) }),
    resolve: ({ lesson }, ctx) => completeLesson(ctx, lesson),
  })
  kit.mutation('sitExam', {
    type: result,
    description: 'Sits the exam of a course. All questions are answered at once.',
    args: (arg) => ({ course: arg.id({ required: true }), answers: arg({ type: [answer], required: true }) }),
    resolve: ({ course, answers }, ctx) =>
      sitExam(ctx, course, Object.fromEntries(answers.map(({ question, choices }) => [question, choices]))),
  })
}
