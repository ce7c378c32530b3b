import {
  type CreateInput,
  definePlugin,
  entity,
  f,
  IdentityModel,
  type Money,
  model,
  type Patch,
  permission,
  type RowIn,
  User,
} from '@tessera/core'
import { hold, type IsAny, type Same } from './expect-type.ts'

class Account extends entity('account', {
  name: f.text(),
  revenue: f.money().nullable(),
  stage: f.enum(['new', 'old']).default('new'),
  parent: f.ref('account').nullable(),
  number: f.sequence('A-{0000}'),
  since: f.date().nullable(),
  seen: f.instant().nullable(),
  owner: f.ref(User),
}) {}
class Base extends model('base', { needs: [IdentityModel], entities: [Account] }) {}

class Deal extends entity('deal', { title: f.text(), account: f.ref(Account) }) {}
class Deals extends model('deals', {
  needs: [Base],
  entities: [Deal],
  extend: [Account.with({ tier: f.enum(['gold', 'silver']).nullable() })],
}) {}

class Other extends model('other', { needs: [Base] }) {}

type AccountOfDeals = RowIn<typeof Deals, typeof Account>
type AccountOfOther = RowIn<typeof Other, typeof Account>

hold<Same<AccountOfDeals['name'], string>>()
hold<Same<AccountOfDeals['revenue'], Money | null>>()
hold<Same<AccountOfDeals['stage'], 'new' | 'old'>>()
hold<Same<AccountOfDeals['seen'], Date | null>>()
hold<Same<AccountOfDeals['version'], number>>()
// Extension fields are seen under their prefix, by the plugin that adds them and by those that need it; by no other.
hold<Same<AccountOfDeals['dealsTier'], 'gold' | 'silver' | null>>()
hold<Same<'dealsTier' extends keyof AccountOfOther ? true : false, false>>()
hold<Same<IsAny<AccountOfDeals>, false>>()

// Required is what has neither null nor default and is not read-only.
const input: CreateInput<typeof Base, typeof Account> = { name: 'Acme', owner: 'id' }
// @ts-expect-error the name is missing
const nameless: CreateInput<typeof Base, typeof Account> = { owner: 'id' }
// @ts-expect-error no such word
const wrongStage: Patch<typeof Base, typeof Account> = { stage: 'older' }
// @ts-expect-error an amount is not a number
const wrongMoney: Patch<typeof Base, typeof Account> = { revenue: 12 }
const emptied: Patch<typeof Base, typeof Account> = { revenue: null }
// @ts-expect-error the owner's inserts would break
Account.with({ vat: f.text() })
Account.with({ vat: f.text().nullable(), rank: f.int().default(0), tags: f.refs(Account) })
void [input, nameless, wrongStage, wrongMoney, emptied]

export const deals = definePlugin(Deals)({
  permissions: { 'deals:use': 'Use deals' },
  access: ({ allow }) => [
    allow(Deal, 'read', permission('deals:use'), {
      where: ({ row, actor }) =>
        row.account
          .readable()
          .and(row.title.ne('x'))
          .or(row.account.in(['']))
          .and(actor.id.notNull()),
    }),
    // @ts-expect-error no such field
    allow(Deal, 'read', permission('deals:use'), { fields: ['titel'] }),
    // @ts-expect-error no such operation
    allow(Deal, 'reed', permission('deals:use')),
  ],
  hooks: ({ on }) => [
    on(Account).before('update', ({ old, row, patch, changed, ctx }) => {
      hold<Same<IsAny<typeof row>, false>>()
      hold<Same<(typeof row)['dealsTier'], 'gold' | 'silver' | null>>()
      hold<Same<IsAny<typeof ctx>, false>>()
      void [old?.name, patch.name, changed.has('name')]
      return { name: row.name.trim() }
    }),
    on(Account).before('save', { fields: ['name', 'dealsTier'] }, ({ changed }) => {
      // @ts-expect-error no such field
      void changed.has('nam')
    }),
    // @ts-expect-error no such field
    on(Account).committed('update', { fields: ['nam'] }, () => {}),
    // @ts-expect-error a patch has the fields of the entity
    on(Account).before('update', () => ({ nam: 'x' })),
    on(Deal).after('create', async ({ row, ctx }) => {
      const account = await ctx.get(Account, row.account)
      hold<Same<typeof account.dealsTier, 'gold' | 'silver' | null>>()
      await ctx.mutate(Deal).update(row.id, { title: 'new' })
      const found = await ctx.db
        .selectFrom('account')
        .select(['name', 'revenueMinor', 'revenueCurrency', 'ownerId'])
        .executeTakeFirst()
      hold<
        Same<
          typeof found,
          { name: string; revenueMinor: bigint | null; revenueCurrency: string | null; ownerId: string } | undefined
        >
      >()
      // @ts-expect-error writing needs the fields of the entity
      await ctx.mutate(Deal).update(row.id, { titel: 'new' })
    }),
  ],
})
