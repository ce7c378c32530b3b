import type { FieldIssue, Hook, On } from '@tessera/core'
import { conditionIssues } from '../conditions/condition.ts'
import { AssignmentRule, ScoringRule, type SfaModel } from '../model.ts'
import { leadFactNames } from './lead-facts.ts'
import { interactionFactNames } from './scoring/read-score.ts'

/** Rules ask only for what there is, so that a slip of the pen is told when it is written and not by leads that go nowhere. */
export const ruleCheck = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(AssignmentRule).validate('save', { name: 'conditions' }, ({ row }) =>
    conditionIssues('conditions', row.conditions, leadFactNames),
  ),
  on(ScoringRule).validate('save', { name: 'conditions' }, ({ row }) => [
    ...conditionIssues('conditions', row.conditions, row.counts === 'lead' ? leadFactNames : interactionFactNames),
    ...stepIssues(row.decay, row.steps),
  ]),
]

function stepIssues(decay: string, steps: unknown): FieldIssue[] {
  const refuse = (message: string): FieldIssue[] => [{ field: 'steps', code: 'STEPS', message }]
  if (!Array.isArray(steps)) return refuse('Steps are a list.')
  if ((decay === 'steps') !== steps.length > 0)
    return refuse(decay === 'steps' ? 'Give at least one step.' : 'Steps belong to rules that fade in steps.')
  const wrong = steps.find(
    ({ afterDays, percent }) =>
      !(Number.isInteger(afterDays) && afterDays >= 0 && Number.isInteger(percent) && percent >= 0 && percent <= 100),
  )
  if (wrong) return refuse(`Whole days and 0 to 100 whole per cent are needed, got ${JSON.stringify(wrong)}.`)
  return new Set(steps.map(({ afterDays }) => afterDays)).size < steps.length
    ? refuse('Two steps begin on the same day.')
    : []
}
