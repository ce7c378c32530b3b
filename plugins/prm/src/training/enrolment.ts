import { entity, f, Partner, User } from '@tessera/core'
import { Course } from './course.ts'

/** That somebody takes a course, for the partner they work for. */
export class Enrolment extends entity(
  'enrolment',
  {
    course: f.ref(Course, { inverse: 'enrolments', onDelete: 'cascade' }).label({ en: 'Course', zh: '课程' }),
    user: f.ref(User, { inverse: 'enrolments', onDelete: 'cascade' }).label({ en: 'Who', zh: '学员' }),
    partner: f.ref(Partner, { inverse: 'enrolments', onDelete: 'cascade' }).label({ en: 'Partner', zh: '伙伴' }),
    done: f.json<readonly string[]>().default([]).label({ en: 'Lessons done', zh: '已完成课时' }),
    completedAt: f.instant().nullable().label({ en: 'Completed at', zh: '完成时间' }),
  },
  { label: { en: 'Enrolment', zh: '课程报名' }, unique: [['course', 'user']] },
) {}
