import { type Context, Partner, User } from '@tessera/core'
import {
  Certificate,
  Certification,
  Course,
  Enrolment,
  ExamAttempt,
  ExamQuestion,
  Lesson,
} from '@tessera/plugin-prm/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { people } from '../partners.ts'
import { type Day, demoDays } from '../sales/days.ts'
import { certifications, courses } from './course-list.ts'

/** Who passed which course how many days ago, and for how many days its certificate holds yet. */
const passed: readonly (readonly [person: string, course: string, daysAgo: number, left: number])[] = [
  ['katrin', 'pumps-en', 210, 520],
  ['anke', 'pumps-en', 90, 640],
  ['yusuf', 'pumps-en', 706, 24],
  ['pieter', 'pumps-en', 320, 410],
  ['sanne', 'pumps-en', 700, 30],
  ['liwei', 'pumps-zh', 180, 550],
  ['wangfang', 'pumps-zh', 60, 670],
  ['liwei', 'process-zh', 20, 527],
]

/** Who is in the middle of one, with how many lessons done. */
const underWay: readonly (readonly [person: string, course: string, lessons: number])[] = [
  ['katrin', 'process-en', 2],
  ['pieter', 'process-en', 1],
  ['wangfang', 'process-zh', 2],
]

/** Courses in both languages, who took them, and certificates: some of them run out soon. */
export async function seedTraining(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const names = await upsertByKey(ctx, Certification, new Map(Object.entries(certifications)))
  const ids = await upsertByKey(
    ctx,
    Course,
    new Map(
      courses.map(({ key, certification, minutes, language, title, description }) => [
        key,
        {
          title,
          description,
          language,
          durationMinutes: minutes,
          status: 'published',
          passPercent: 75,
          certification: certification && need(names, certification),
        },
      ]),
    ),
  )
  const lessons = await upsertByKey(
    ctx,
    Lesson,
    new Map(
      courses.flatMap((course) =>
        course.lessons.map(([title, body], index) => [
          `${course.key}-${index}`,
          { course: need(ids, course.key), position: index + 1, title, body },
        ]),
      ),
    ),
  )
  await upsertByKey(
    ctx,
    ExamQuestion,
    new Map(
      courses.flatMap((course) =>
        course.questions.map(([text, choices, correct], index) => [
          `${course.key}-${index}`,
          { course: need(ids, course.key), position: index + 1, text, choices, correct },
        ]),
      ),
    ),
  )
  await seedPeople(ctx, day, ids, lessons, names)
}

type Ids = ReadonlyMap<string, string>

async function seedPeople(ctx: Context, day: Day, ids: Ids, lessons: Ids, names: Ids): Promise<void> {
  const [users, partners, known] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Partner),
    await idsByKey(ctx, Enrolment),
  ]
  const who = (person: string) => ({
    user: need(users, person),
    partner: need(partners, people.find(({ key }) => key === person)?.partner ?? ''),
  })
  const lessonsOf = (course: string): string[] =>
    (courses.find(({ key }) => key === course)?.lessons ?? []).map((_, index) => need(lessons, `${course}-${index}`))
  // How far somebody is by now is theirs.
  const begun = new Map(
    [
      ...passed.map(
        ([person, course, daysAgo]) => [person, course, lessonsOf(course), `${day(daysAgo)}T14:20:00Z`] as const,
      ),
      ...underWay.map(([person, course, done]) => [person, course, lessonsOf(course).slice(0, done), null] as const),
    ]
      .map(
        ([person, course, done, completedAt]) =>
          [`${person}-${course}`, { ...who(person), course: need(ids, course), done, completedAt }] as const,
      )
      .filter(([key]) => !known.has(key)),
  )
  const enrolments = await upsertByKey(ctx, Enrolment, begun)
  const over = passed.filter(([person, course]) => enrolments.has(`${person}-${course}`))
  await upsertByKey(
    ctx,
    ExamAttempt,
    new Map(
      over.map(([person, course, daysAgo]) => [
        `${person}-${course}`,
        {
          enrolment: need(enrolments, `${person}-${course}`),
          at: `${day(daysAgo)}T14:20:00Z`,
          answers: {},
          percent: 100,
          passed: true,
        },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    Certificate,
    new Map(
      over.map(([person, course, daysAgo, left]) => [
        `${person}-${course}`,
        {
          ...who(person),
          course: need(ids, course),
          certification: need(names, courses.find(({ key }) => key === course)?.certification ?? ''),
          issuedOn: day(daysAgo),
          expiresOn: day(-left),
        },
      ]),
    ),
  )
}
