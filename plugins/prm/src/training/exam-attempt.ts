import { entity, f } from '@tessera/core'
import { Enrolment } from './enrolment.ts'

/** An exam that somebody sat, and what it came to. Never changed. */
export class ExamAttempt extends entity(
  'examAttempt',
  {
    enrolment: f.ref(Enrolment, { inverse: 'attempts', onDelete: 'cascade' }).label({ en: 'Enrolment', zh: '报名' }),
    at: f.instant().label({ en: 'At', zh: '考试时间' }),
    answers: f.json<Readonly<Record<string, readonly number[]>>>().label({ en: 'Answers', zh: '作答' }),
    percent: f.int({ min: 0, max: 100 }).label({ en: 'Right', zh: '得分' }).unit('%'),
    passed: f.bool().label({ en: 'Passed', zh: '通过' }),
  },
  { label: { en: 'Exam', zh: '考试记录' } },
) {}
