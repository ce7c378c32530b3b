/** One place where the database is not what the models ask for. */
export interface DriftFinding {
  /** Who owns it; null where no installed plugin does. */
  readonly plugin: string | null
  readonly kind: 'missing' | 'extra' | 'different'
  readonly what:
    | 'table'
    | 'column'
    | 'constraint'
    | 'index'
    | 'row security'
    | 'trigger'
    | 'policy or privilege'
    | 'access'
  /** `crm.account`, `crm.account.region`, or the name of a policy. */
  readonly name: string
  /** What there is, and what should be. */
  readonly detail: string
  readonly advice: string
}
