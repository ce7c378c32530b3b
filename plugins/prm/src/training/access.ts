import { all, any, type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { inAudience } from '../audience/audience.ts'
import { Certificate, Certification, Course, Enrolment, ExamAttempt, ExamQuestion, Lesson } from './entities.ts'

export const trainingPermissions = {
  'prm:training': { en: 'Write courses and exams', zh: '管理课程和考试' },
} as const

/** Everybody at a partner takes part; who administers it sees how its people do. Right answers are granted to no partner. */
export const trainingAccess = ({ allow }: Kit): readonly Grant[] => {
  const write = permission('prm:training')
  return [
    ...([Certification, Course, Lesson] as const).map((entity) => allow(entity, 'read', permission('prm:read'))),
    ...([Certification, Course, Lesson, ExamQuestion] as const).map((entity) =>
      allow(entity, ['read', 'create', 'update', 'delete'], write),
    ),
    ...([Enrolment, ExamAttempt, Certificate] as const).map((entity) => allow(entity, 'read', permission('prm:read'))),
    allow(Certification, 'read', partner(), { fields: 'all' }),
    allow(Course, 'read', partner(), {
      fields: ['title', 'description', 'language', 'durationMinutes', 'passPercent', 'certification'],
      // Whoever began a course may finish it, also after it was taken off the list.
      where: (scope) =>
        any(
          all(scope.row.status.eq('published'), inAudience(scope as never)),
          scope.exists(Enrolment, (own) => all(own.course.eq(scope.row.id), own.user.eq(scope.actor.id))),
        ),
    }),
    allow(Lesson, 'read', partner(), { fields: 'all', where: ({ row }) => row.course.readable() }),
    allow(ExamQuestion, 'read', partner(), {
      fields: ['course', 'position', 'text', 'choices'],
      where: ({ row, actor, exists }) =>
        exists(Enrolment, (own) => all(own.course.eq(row.course), own.user.eq(actor.id))),
    }),
    ...([Enrolment, Certificate] as const).flatMap((entity) => [
      allow(entity, 'read', partner(), { fields: 'all', where: ({ row, actor }) => row.user.eq(actor.id) }),
      allow(entity, 'read', partner('admin'), {
        fields: 'all',
        where: ({ row, actor }) => row.partner.eq(actor.partner),
      }),
    ]),
    allow(ExamAttempt, 'read', partner(), {
      fields: ['enrolment', 'at', 'percent', 'passed'],
      where: ({ row }) => row.enrolment.readable(),
    }),
  ]
}
