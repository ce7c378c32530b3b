import { type FieldIssue, type Hook, type Id, type On, Reject, User } from '@tessera/core'
import { Handover, type SfaModel } from '../model.ts'
import type { SuccessionRule } from './handover.ts'

/** Successors are colleagues who are still there; what was done stays on record. */
export const handoverRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Handover).validate('save', { name: 'successors' }, async ({ row, ctx }): Promise<FieldIssue[]> => {
    if (row.status !== 'draft') return []
    const wrong = wrongRule(row.rules, ctx.registry.entities)
    if (wrong !== null) return [{ field: 'rules', code: 'HANDOVER', message: wrong }]
    const successors = [...new Set([row.successor, ...row.rules.map(({ to }) => to)])]
    const users = await ctx.asSystem('looks up who takes over').list(User, {
      where: { id: { in: successors }, kind: { eq: 'staff' }, active: { eq: true } },
      limit: successors.length,
    })
    return successors.flatMap((id) =>
      id === row.leaver || !users.some((user) => user.id === id)
        ? [
            {
              field: id === row.successor ? 'successor' : 'rules',
              code: 'HANDOVER',
              message: `«${id}» is the leaver, or no active colleague. Choose somebody else.`,
            },
          ]
        : [],
    )
  }),
  on(Handover).before(['update', 'delete'], { name: 'record' }, ({ old, row, operation }) => {
    if (old?.status === 'applied')
      throw new Reject('sfa.handoverDone', 'This handover was done and stays on record. Prepare a new one.')
    if (operation === 'update' && row.status === 'applied' && row.appliedAt === null)
      throw new Reject('sfa.handoverByReview', 'A handover is done by reviewing and applying it, not by its status.')
  }),
  on(Handover).before('create', { name: 'record' }, ({ row }) => {
    if (row.status !== 'draft') throw new Reject('sfa.handoverByReview', 'A handover begins as a draft.')
  }),
]

function wrongRule(rules: unknown, entities: ReadonlyMap<string, unknown>): string | null {
  if (!Array.isArray(rules)) return 'Give a list of rules.'
  for (const rule of rules as readonly SuccessionRule[]) {
    const { entity, account, territory, to, ...more } = rule ?? {}
    const isId = (value: Id | undefined): boolean => value === undefined || /^[0-9a-f-]{36}$/i.test(String(value))
    if (Object.keys(more).length > 0)
      return `There is no «${Object.keys(more)[0]}». Known: entity, account, territory, to.`
    if (entity !== undefined && !entities.has(entity)) return `There is no entity «${entity}».`
    if (to === undefined || ![account, territory, to].every(isId))
      return 'Each rule names by id who gets it (`to`), and of which account or territory.'
  }
  return null
}
