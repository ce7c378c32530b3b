import { type FieldIssue, type Hook, issue, type On, Reject } from '@tessera/core'
import { isCurrency } from '../../currency.ts'
import { CommissionPeriod, CommissionPlan, type SfaModel } from '../../model.ts'

const fixed = ['currency', 'period', 'measure', 'earnedAt', 'credits', 'validFrom'] as const

/** What entries build on stays as it is once there are any. */
export const planRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(CommissionPlan).validate('save', { fields: ['currency'], name: 'currency' }, ({ row }): FieldIssue[] => {
    if (isCurrency(row.currency)) return []
    const { code, message } = issue(['currency'], 'CURRENCY', { got: row.currency })
    return [{ field: 'currency', code, message }]
  }),
  on(CommissionPlan).before('update', { fields: fixed, name: 'fixed' }, async ({ row, changed, ctx }) => {
    const [period] = await ctx
      .asSystem('looks for periods of a commission plan')
      .list(CommissionPeriod, { where: { plan: { eq: row.id }, status: { eq: 'closed' } }, limit: 1 })
    if (!period) return
    const names = fixed.filter((name) => changed.has(name)).join(', ')
    throw new Reject(
      'sfa.commissionPlanInUse',
      `Periods of this plan are closed, so its ${names} can not change. End it, and begin another plan.`,
    )
  }),
]
