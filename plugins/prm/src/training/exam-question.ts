import { entity, f } from '@tessera/core'
import { Course } from './course.ts'

/** A question of a course's exam. Which choices are right never leaves the company. */
export class ExamQuestion extends entity(
  'examQuestion',
  {
    course: f.ref(Course, { inverse: 'questions', onDelete: 'cascade' }).label({ en: 'Course', zh: '课程' }),
    position: f.int({ min: 1, max: 1000 }).label({ en: 'Position', zh: '序号' }),
    text: f.text({ max: 2000 }).label({ en: 'Question', zh: '题目' }),
    choices: f.json<readonly string[]>().label({ en: 'Choices', zh: '选项' }),
    /** Places in `choices`, from 0. */
    correct: f.json<readonly number[]>().label({ en: 'Right ones', zh: '正确选项' }),
  },
  { label: { en: 'Exam question', zh: '考题' }, unique: [['course', 'position']], title: 'text' },
) {}
