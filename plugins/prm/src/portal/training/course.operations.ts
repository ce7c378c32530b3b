import { operation } from '@tessera/client'
import type { HeldCertificate, ListedCourse } from './training.operations.ts'

export interface Lesson {
  readonly id: string
  readonly position: number
  readonly title: string
  readonly body: string | null
  readonly file: string | null
  readonly videoUrl: string | null
}

export interface Attempt {
  readonly id: string
  readonly at: string
  readonly percent: number
  readonly passed: boolean
}

export interface Course extends Omit<ListedCourse, 'lessons' | 'enrolments'> {
  readonly lessons: { readonly nodes: readonly Lesson[] }
  readonly enrolments: {
    readonly nodes: readonly {
      readonly id: string
      readonly done: readonly string[]
      readonly completedAt: string | null
      readonly attempts: { readonly nodes: readonly Attempt[] }
    }[]
  }
  readonly questions: { readonly totalCount: number }
  readonly certificates: { readonly nodes: readonly HeldCertificate[] }
}

/** A course with its lessons, and how far one is in it. */
export const CoursePage = operation<
  { course: Course | null },
  { id: string; me: string }
>(`query CoursePage($id: ID!, $me: ID!) {
  course(id: $id) {
    id title description language durationMinutes passPercent certification { name validMonths }
    lessons(first: 200, orderBy: [{ position: asc }]) { nodes { id position title body file videoUrl } }
    enrolments(first: 1, where: { user: { eq: $me } }) {
      nodes { id done completedAt attempts(first: 10, orderBy: [{ at: desc }]) { nodes { id at percent passed } } }
    }
    questions(first: 1) { totalCount }
    certificates(first: 1, where: { user: { eq: $me } }, orderBy: [{ expiresOn: desc }]) {
      nodes { id number issuedOn expiresOn courseId certification { name } user { id name } }
    }
  }
}`)

export interface Question {
  readonly id: string
  readonly position: number
  readonly text: string
  readonly choices: readonly string[]
}

/** The exam of a course that one takes. */
export const ExamPage = operation<
  {
    course: {
      id: string
      title: string
      passPercent: number
      lessons: { nodes: readonly { id: string }[] }
      questions: { nodes: readonly Question[] }
      enrolments: { nodes: readonly { done: readonly string[] }[] }
    } | null
  },
  { id: string; me: string }
>(`query ExamPage($id: ID!, $me: ID!) {
  course(id: $id) {
    id title passPercent
    lessons(first: 200) { nodes { id } }
    questions(first: 200, orderBy: [{ position: asc }]) { nodes { id position text choices } }
    enrolments(first: 1, where: { user: { eq: $me } }) { nodes { done } }
  }
}`)

export const Enrol = operation<{ enrol: { id: string } }, { course: string }>(
  'mutation Enrol($course: ID!) { enrol(course: $course) { id } }',
)
export const CompleteLesson = operation<
  { completeLesson: { id: string; completedAt: string | null } },
  { lesson: string }
>('mutation CompleteLesson($lesson: ID!) { completeLesson(lesson: $lesson) { id completedAt } }')
export const SitExam = operation<
  { sitExam: { percent: number; passPercent: number; passed: boolean; left: number } },
  { course: string; answers: readonly { question: string; choices: readonly number[] }[] }
>(
  'mutation SitExam($course: ID!, $answers: [ExamAnswer!]!) { sitExam(course: $course, answers: $answers) { percent passPercent passed left } }',
)
