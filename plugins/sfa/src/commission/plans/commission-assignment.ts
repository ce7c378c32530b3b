import { entity, f, Team, Territory, User } from '@tessera/core'
import { CommissionPlan } from './commission-plan.ts'

/** Who earns under a plan, and from when to when: a person, the members of a team, who covers a territory, or who has a role in a deal. */
export class CommissionAssignment extends entity(
  'commissionAssignment',
  {
    plan: f.ref(CommissionPlan, { inverse: 'assignments', onDelete: 'cascade' }).label({ en: 'Plan', zh: '提成方案' }),
    user: f.ref(User, { inverse: 'commissionAssignments' }).nullable().label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'commissionAssignments' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f
      .ref(Territory, { inverse: 'commissionAssignments' })
      .nullable()
      .label({ en: 'Territory', zh: '区域' })
      .help({ en: 'Whoever covers it', zh: '负责该区域的人员' }),
    role: f
      .enum(['accountManager', 'sales', 'presales', 'technical', 'partnerManager', 'executiveSponsor', 'other'])
      .nullable()
      .label({ en: 'Role in the opportunity', zh: '商机团队角色' }),
    validFrom: f.date().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
  },
  {
    label: { en: 'Commission assignment', zh: '提成方案人员' },
    title: 'role',
    checks: {
      validity: 'valid_until >= valid_from',
      one: 'num_nonnulls(user_id, team_id, territory_id, role) = 1',
    },
  },
) {}
