import { type Hook, type On, Reject } from '@tessera/core'
import { ExamAttempt, ExamQuestion, type PrmModel } from '../model.ts'

/** A question can be answered, and an exam stays as it was sat. */
export const trainingRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(ExamQuestion).validate('save', { name: 'choices', fields: ['choices', 'correct'] }, ({ row }) => {
    const choices: unknown = row.choices
    if (!Array.isArray(choices) || choices.length < 2 || !choices.every((one) => typeof one === 'string' && one.trim()))
      return [{ field: 'choices', code: 'CHOICES', message: 'Give at least two choices, each a text.' }]
    const correct: unknown = row.correct
    const fits =
      Array.isArray(correct) &&
      correct.length > 0 &&
      new Set(correct).size === correct.length &&
      correct.every((place) => Number.isInteger(place) && place >= 0 && place < choices.length)
    if (!fits)
      return [
        { field: 'correct', code: 'CHOICES', message: 'Name the right choices by their places, from 0; at least one.' },
      ]
  }),
  on(ExamAttempt).before(['update', 'delete'], { name: 'stays' }, () => {
    throw new Reject('prm.examStays', 'An exam stays as it was sat. Sit another one.')
  }),
]
