import { entity, f, type Id, User } from '@tessera/core'

/** Who gets what: the first rule that fits decides. What a rule does not name fits anything. */
export interface SuccessionRule {
  /** By its name: `lead`, `opportunity`. */
  readonly entity?: string
  /** This account, and what belongs to it. */
  readonly account?: Id
  /** What is in this territory, or belongs to an account in it. */
  readonly territory?: Id
  readonly to: Id
}

/** What one successor got of one entity. */
export interface HandedOn {
  readonly entity: string
  readonly to: Id
  readonly count: number
}

/** That somebody leaves, or takes up other work, and everything he owns goes to others: prepared, reviewed, then done at once. */
export class Handover extends entity(
  'handover',
  {
    leaver: f.ref(User, { inverse: 'handovers' }).label({ en: 'Leaver', zh: '离任人' }),
    successor: f.ref(User, { inverse: 'successions' }).label({ en: 'Successor', zh: '接任人' }).help({
      en: 'Gets what no rule gives to somebody else',
      zh: '规则未指定者均由其接手',
    }),
    rules: f.json<readonly SuccessionRule[]>().default([]).label({ en: 'Who gets what', zh: '分配规则' }),
    reason: f.text({ max: 500 }).nullable().label({ en: 'Reason', zh: '原因' }),
    deactivate: f.bool().default(true).label({ en: 'Ends the sign-in', zh: '停用登录' }),
    status: f.enum(['draft', 'applied', 'cancelled']).default('draft').label({ en: 'Status', zh: '状态' }),
    appliedAt: f.instant().nullable().readonly().label({ en: 'Applied at', zh: '执行时间' }),
    appliedBy: f
      .ref(User, { inverse: 'appliedHandovers', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Applied by', zh: '执行人' }),
    handedOn: f.json<readonly HandedOn[]>().default([]).readonly().label({ en: 'Handed on', zh: '移交明细' }),
  },
  { label: { en: 'Handover', zh: '工作移交' }, title: 'reason', checks: { successor: 'successor_id <> leaver_id' } },
) {}
