import { entity, f } from '@tessera/core'
import { Course } from './course.ts'

/** A part of a course: a text, perhaps with a file or a film. */
export class Lesson extends entity(
  'lesson',
  {
    course: f.ref(Course, { inverse: 'lessons', onDelete: 'cascade' }).label({ en: 'Course', zh: '课程' }),
    position: f.int({ min: 1, max: 1000 }).label({ en: 'Position', zh: '序号' }),
    title: f.text({ max: 200 }).label({ en: 'Title', zh: '标题' }),
    body: f.richText().nullable().label({ en: 'Text', zh: '内容' }),
    file: f.file().nullable().label({ en: 'File', zh: '文件' }),
    videoUrl: f.url().nullable().label({ en: 'Film', zh: '视频' }),
  },
  { label: { en: 'Lesson', zh: '课时' }, unique: [['course', 'position']], title: 'title' },
) {}
