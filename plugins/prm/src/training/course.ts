import { entity, f } from '@tessera/core'
import { audienceFields } from '../audience/audience.ts'
import { Certification } from './certification.ts'

/** Lessons for people at partners, and an exam at their end if there are questions. */
export class Course extends entity(
  'course',
  {
    title: f.text({ max: 200 }).searchable().label({ en: 'Title', zh: '标题' }),
    description: f.text({ max: 2000 }).nullable().label({ en: 'Description', zh: '课程简介' }),
    language: f.enum(['en', 'zh']).default('en').label({ en: 'Language', zh: '语言' }),
    status: f.enum(['draft', 'published', 'retired']).default('draft').indexed().label({ en: 'Status', zh: '状态' }),
    durationMinutes: f.int({ min: 1, max: 10_000 }).nullable().label({ en: 'Takes', zh: '时长' }).unit('minutes'),
    passPercent: f.int({ min: 1, max: 100 }).default(80).label({ en: 'Passed from', zh: '及格线' }).unit('%'),
    certification: f.ref(Certification, { inverse: 'courses' }).nullable().label({ en: 'Leads to', zh: '对应认证' }),
    ...audienceFields('courses'),
  },
  { label: { en: 'Course', zh: '课程' } },
) {}
