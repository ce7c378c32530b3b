import { entity, f } from '@tessera/core'
import { Account } from './account.ts'

/** What an account can be to another. Read `from` first: A `distributes` to B, A `shipsTo` B. */
export const relationTypes = [
  'distributes',
  'shipsTo',
  'billsTo',
  'servesEndCustomer',
  'supplies',
  'services',
  'cooperates',
] as const

/** The types that form a chain, in which going round in a circle makes no sense. */
export const hierarchicalTypes: ReadonlySet<(typeof relationTypes)[number]> = new Set([
  'distributes',
  'shipsTo',
  'servesEndCustomer',
])

/** A typed relation between two accounts: distributor -> ship-to -> end customer. */
export class AccountRelation extends entity(
  'accountRelation',
  {
    from: f.ref(Account, { inverse: 'relations', onDelete: 'cascade' }).label({ en: 'From', zh: '起点客户' }),
    to: f.ref(Account, { inverse: 'relationsToThis', onDelete: 'cascade' }).label({ en: 'To', zh: '终点客户' }),
    type: f.enum(relationTypes).label({ en: 'Type', zh: '关系类型' }),
    since: f.date().nullable().label({ en: 'Since', zh: '开始日期' }),
    until: f.date().nullable().label({ en: 'Until', zh: '结束日期' }),
    remark: f.text({ max: 500 }).nullable().label({ en: 'Remark', zh: '备注' }),
  },
  {
    label: { en: 'Account relation', zh: '客户关系' },
    title: 'type',
    visibility: { through: 'from' },
    unique: [['from', 'to', 'type']],
    checks: { self: 'from_id <> to_id', period: 'until >= since' },
  },
) {}
