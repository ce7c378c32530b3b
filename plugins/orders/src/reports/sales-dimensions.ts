import { type Label, type RawBuilder, type ReportColumn, sql } from '@tessera/core'

/** What sales can be broken down by. `o` is the order, `l` its line, `p` its product. */
interface Dimension {
  readonly label: Label
  readonly kind: ReportColumn['kind']
  /** What rows are grouped by. */
  readonly key: RawBuilder<unknown>
  /** What is shown of a group; the key itself unless said otherwise. */
  readonly shown?: RawBuilder<unknown>
}

const period = (format: string): RawBuilder<unknown> => sql`to_char(o.ordered_on, ${format})`

export const salesDimensions = {
  year: { label: { en: 'Year', zh: '年' }, kind: 'text', key: period('YYYY') },
  quarter: { label: { en: 'Quarter', zh: '季度' }, kind: 'text', key: period('YYYY"-Q"Q') },
  month: { label: { en: 'Month', zh: '月' }, kind: 'text', key: period('YYYY-MM') },
  territory: {
    label: { en: 'Territory', zh: '区域' },
    kind: 'text',
    key: sql`o.territory_id`,
    shown: sql`(select t.name from crm.territory t where t.id = k.territory)`,
  },
  person: {
    label: { en: 'Salesperson', zh: '销售员' },
    kind: 'text',
    key: sql`o.owner_id`,
    shown: sql`(select u.name from crm."user" u where u.id = k.person)`,
  },
  account: {
    label: { en: 'Account', zh: '客户' },
    kind: 'text',
    key: sql`o.account_id`,
    shown: sql`(select a.name from crm.account a where a.id = k.account)`,
  },
  category: {
    label: { en: 'Category', zh: '产品类别' },
    kind: 'text',
    key: sql`p.category_id`,
    shown: sql`(select c.name from crm.category c where c.id = k.category)`,
  },
  product: {
    label: { en: 'Product', zh: '产品' },
    kind: 'text',
    key: sql`l.product_id`,
    shown: sql`(select concat_ws(' ', r.sku, r.name) from crm.product r where r.id = k.product)`,
  },
  status: { label: { en: 'Status', zh: '状态' }, kind: 'text', key: sql`o.status` },
} as const satisfies Readonly<Record<string, Dimension>>

export type SalesDimension = keyof typeof salesDimensions

export const dimensionNames = Object.keys(salesDimensions) as readonly SalesDimension[]

export const dimension = (name: SalesDimension): Dimension => salesDimensions[name]
