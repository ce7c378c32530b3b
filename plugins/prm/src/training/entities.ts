import { Certificate } from './certificate.ts'
import { Certification } from './certification.ts'
import { Course } from './course.ts'
import { Enrolment } from './enrolment.ts'
import { ExamAttempt } from './exam-attempt.ts'
import { ExamQuestion } from './exam-question.ts'
import { Lesson } from './lesson.ts'

export { Certificate, Certification, Course, Enrolment, ExamAttempt, ExamQuestion, Lesson }

/** Courses, exams and certificates. */
export const trainingEntities = [
  Certification,
  Course,
  Lesson,
  ExamQuestion,
  Enrolment,
  ExamAttempt,
  Certificate,
] as const
