import { describe, expect, it } from 'vitest'
import { TesseraError } from '../errors/tessera-error.ts'
import { IdentityModel, Team, User } from '../identity/model.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { type AnyModel, model } from '../model/model.ts'
import { assemble } from '../plugin/assemble.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { compileAccess } from './compile-access.ts'
import { type AccessKit, customer, everyone, type Grant, partner, permission, staff } from './grant.ts'
import { all, any, not, type Rule } from './rule.ts'

class Account extends entity(
  'account',
  {
    name: f.text(),
    size: f.int().nullable(),
    grade: f.enum(['a', 'b']),
    since: f.date(),
    seen: f.instant(),
    worth: f.money(),
    rate: f.decimal(8, 2),
    vip: f.bool(),
    data: f.json(),
    place: f.geo(),
    owner: f.ref(User),
    tags: f.refs(Team),
    secret: f.text().nullable(),
    parent: f.ref('account').nullable(),
  },
  { visibility: { owner: 'owner' } },
) {}
class Contact extends entity('contact', { name: f.text(), account: f.ref(Account) }) {}
class ShopModel extends model('shop', { needs: [IdentityModel], entities: [Account, Contact] }) {}
class PrmModel extends model('prm', { needs: [ShopModel], extend: [Account.with({ tier: f.text().nullable() })] }) {}
class OtherModel extends model('other', {
  needs: [ShopModel],
  extend: [Account.with({ hint: f.text().nullable() })],
}) {}

/** Rules here also say what their types forbid. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point
type Loose = any

/** A ref to an entity given by name has `readable` at run time only. */
const readable = (ref: unknown): Rule => (ref as { readable(): Rule }).readable()

type Access<M extends AnyModel> = (kit: AccessKit<M>) => readonly Grant[]

function compile(parts: {
  shop?: Access<typeof ShopModel>
  prm?: Access<typeof PrmModel>
  other?: Access<typeof OtherModel>
}) {
  const shop = definePlugin(ShopModel)({
    permissions: { 'shop:read': 'Read' },
    ...(parts.shop ? { access: parts.shop } : {}),
  })
  const prm = definePlugin(PrmModel)(parts.prm ? { access: parts.prm } : {})
  const other = definePlugin(OtherModel)(parts.other ? { access: parts.other } : {})
  return compileAccess(assemble({ plugins: [shop(), prm(), other()] }))
}

function refusal(parts: Parameters<typeof compile>[0]): string {
  try {
    compile(parts)
  } catch (error) {
    if (error instanceof TesseraError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('a plugin that does not own an entity', () => {
  it.each([
    ['grants rows', ({ allow }: AccessKit<typeof PrmModel>) => [allow(Account, 'read', permission('shop:read'))]],
    [
      'grants a field of the owner',
      ({ allow }: AccessKit<typeof PrmModel>) => [allow(Account, 'read', staff(), { fields: ['prmTier', 'name'] })],
    ],
    [
      'grants its field with a rule',
      ({ allow }: AccessKit<typeof PrmModel>) => [
        allow(Account, 'read', staff(), { fields: ['prmTier'], where: ({ row }) => row.name.eq('a') }),
      ],
    ],
    [
      'grants deleting',
      ({ allow }: AccessKit<typeof PrmModel>) => [allow(Account, ['read', 'delete'], staff(), { fields: ['prmTier'] })],
    ],
  ])('is refused when it %s', (_what, prm) => {
    expect(refusal({ prm })).toMatch(/^ACCESS_FOREIGN Plugin prm grants .* on account, which belongs to shop/)
  })

  it('may grant its own fields, and narrow', () => {
    expect(
      refusal({
        prm: ({ allow, narrow }) => [
          allow(Account, ['read', 'create', 'update'], partner(), { fields: ['prmTier'] }),
          narrow(Account, 'read', staff(), ({ row }) => row.prmTier.notNull()),
        ],
      }),
    ).toBe('none')
  })

  it('sees in a rule only fields of models it needs', () => {
    const prm: Access<Loose> = ({ narrow }) => [
      narrow(Account, 'read', staff(), ({ row }: Loose) => row.otherHint.notNull()),
    ]
    expect(refusal({ prm })).toMatch(
      /^FIELD_UNKNOWN account has no field «otherHint» .*plugin prm.* Known: name, .*prmTier/,
    )
  })

  it('is told to need the model whose entity it speaks of', () => {
    class Stray extends model('stray', { needs: [IdentityModel] }) {}
    const shop = definePlugin(ShopModel)({})
    const stray = definePlugin(Stray)({
      access: ({ narrow }) => [narrow(Contact, 'read', staff(), ({ row }) => row.name.eq('a'))],
    })
    expect(() => compileAccess(assemble({ plugins: [shop(), stray()] }))).toThrow(
      /contact of plugin shop; add that plugin's model to `needs` of stray/,
    )
  })
})

describe('fields of a grant', () => {
  it('have to be said for partners and customers, whatever the operation', () => {
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', partner())] })).toMatch(
      /^ACCESS_FIELDS_REQUIRED Plugin shop lets partners read account/,
    )
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'create', everyone())] })).toMatch(/^ACCESS_FIELDS_REQUIRED/)
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'update', customer())] })).toMatch(/^ACCESS_FIELDS_REQUIRED/)
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'delete', partner())] })).toBe('none')
  })

  it('have to be there', () => {
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', staff(), { fields: ['nmae' as never] })] })).toMatch(
      /^FIELD_UNKNOWN account has no field «nmae» \(`fields` of a grant, plugin shop\)\. Known: name, size/,
    )
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', staff(), { except: ['cost' as never] })] })).toMatch(
      /^FIELD_UNKNOWN .*`except`/,
    )
    expect(
      refusal({ shop: ({ allow }) => [allow(Account, 'read', partner(), { fields: ['prmTier' as never] })] }),
    ).toMatch(/^FIELD_UNKNOWN/)
  })
})

describe('whom a grant is for', () => {
  it('names a declared permission', () => {
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', permission('shop:raed'))] })).toMatch(
      /^PERMISSION_UNKNOWN .*«shop:raed».*plugin shop.* Known: identity:manage, .*shop:read/,
    )
  })

  it('names roles that partners have', () => {
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', partner('boss'), { fields: ['name'] })] })).toMatch(
      /^ACCESS_RULE .*«boss» is no role.*admin, sales/,
    )
  })

  it('asks permissions only of those who hold some', () => {
    const who = { kinds: ['user', 'partner'] as const, permission: 'shop:read' }
    expect(refusal({ shop: ({ allow }) => [allow(Account, 'read', who, { fields: ['name'] })] })).toMatch(
      /^ACCESS_RULE .*a partner has none/,
    )
  })

  it('is somebody', () => {
    expect(refusal({ shop: ({ allow }) => [allow(Account, [], staff())] })).toMatch(/^ACCESS_RULE .*names nobody/)
  })
})

describe('a rule', () => {
  const rule = (where: (scope: Loose) => Rule, who = staff()): string =>
    refusal({ shop: ({ allow }) => [allow(Account, 'read', who, { fields: 'all', where })] })

  it.each<[string, (scope: Loose) => Rule, RegExp]>([
    [
      'asks for a field that is not there',
      ({ row }) => row.nmae.eq('x'),
      /^FIELD_UNKNOWN account has no field «nmae» \(a rule/,
    ],
    ['compares with null', ({ row }) => row.size.eq(null), /isNull\(\)/],
    ['compares with undefined', ({ row }) => row.size.in([1, undefined]), /isNull\(\)/],
    ['compares a number with a text', ({ row }) => row.size.eq('1'), /"1" is not a whole number/],
    [
      'compares a number with more than it holds',
      ({ row }) => row.size.lt(2 ** 31),
      /2147483648 is not a whole number of 32 bits/,
    ],
    ['misspells a word of an enum', ({ row }) => row.grade.in(['a', 'c']), /"c" is not one of a, b/],
    ['asks which word is greater', ({ row }) => row.grade.lt('b'), /«grade» of account has no order/],
    ['asks which ref is greater', ({ row, actor }) => row.owner.gt(actor.id), /«owner» of account has no order/],
    ['gives a day that is none', ({ row }) => row.since.gt('2024-02-30'), /"2024-02-30" is not a day/],
    [
      'gives an instant without its zone',
      ({ row }) => row.seen.gt('2024-02-28T12:00:00'),
      /is not a Date, or ISO text with its zone/,
    ],
    ['gives a text with a NUL', ({ row }) => row.name.eq('a\u0000b'), /is not a text that a database can hold/],
    ['gives half a surrogate pair', ({ row }) => row.name.eq('\ud800'), /is not a text that a database can hold/],
    ['gives an unknown currency', ({ row }) => row.worth.gt({ minor: 1n, currency: 'XXZ' }), /is not money/],
    ['gives a number that is none', ({ row }) => row.rate.gt('1e5'), /"1e5" is not a number/],
    ['gives an id that is none', ({ row }) => row.owner.eq('me'), /"me" is not an id/],
    ['compares JSON', ({ row }) => row.data.eq('x'), /«data» of account can not be compared/],
    ['compares a place', ({ row }) => row.place.eq('x'), /«place» of account can not be compared/],
    ['compares a list', ({ row }) => row.tags.eq('x'), /«tags» of account can not be compared/],
    ['asks whether a list is null', ({ row }) => row.tags.isNull(), /only a field that holds one value can be null/],
    ['follows a list', ({ row }) => row.tags.readable(), /«tags» of account does not lead to one row/],
    ['follows a text', ({ row }) => row.name.readable(), /«name» of account does not lead to one row/],
    ['follows its own id', ({ row }) => row.id.readable(), /does not lead to one row/],
    ['compares fields of two types', ({ row }) => row.name.eq(row.size), /«size» of account is of type integer/],
    ['compares a day with an instant', ({ row, now }) => row.since.lt(now), /now is of type instant/],
    [
      'takes a list for one',
      ({ row, actor }) => row.owner.eq({ operand: actor.teams.operand } as never),
      /is not an id/,
    ],
    [
      'looks for a text in a list of ids',
      ({ row, actor }) => row.name.in(actor.teams),
      /«name» of account can not be one of actor\.teams/,
    ],
  ])('is refused when it %s', (_what, where, message) => {
    expect(rule(where)).toMatch(message)
  })

  it('is refused when a row leaves the exists that gives it', () => {
    const leaky = ({ row, exists }: Loose): Rule => {
      const leaked: Loose[] = []
      const inside = exists(Contact, (contact: Loose) => {
        leaked.push(contact)
        return contact.account.eq(row.id)
      })
      return all(inside, leaked[0].name.eq('a'))
    }
    expect(rule(leaky)).toMatch(/uses a row of contact outside of the exists/)
  })

  it('takes literals of every kind', () => {
    expect(
      rule(({ row, actor, now, today }) =>
        any(
          row.name.in(["o'x\\", '']),
          row.size.gte(-1),
          row.since.lt(today),
          row.seen.gt(now),
          row.seen.lt(new Date()),
          row.worth.gt({ minor: 5n, currency: 'EUR' }),
          row.rate.eq(1.5),
          row.vip.eq(true),
          row.owner.eq(actor.id),
          row.createdBy.eq(actor.id),
          not(row.data.isNull()),
          row.place.isNull(),
        ),
      ),
    ).toBe('none')
  })

  it('may look at entities that partners can not see only where the database can', () => {
    const looks: (scope: Loose) => Rule = ({ row, exists }) =>
      exists(Contact, (contact: Loose) => all(contact.account.eq(row.id), contact.name.eq('a')))
    const contact =
      (fields: ('name' | 'account')[]): Access<typeof ShopModel> =>
      ({ allow }) => [
        allow(Contact, 'read', partner(), { fields }),
        allow(Account, 'read', partner(), { fields: ['name'], where: looks }),
      ]
    expect(rule(looks, partner())).toMatch(/partners may read no contact, so for them there is never one/)
    expect(refusal({ shop: contact(['account']) })).toMatch(/partners may not read «name» of contact/)
    expect(refusal({ shop: contact(['account', 'name']) })).toBe('none')
  })
})

describe('read rules that ask for each other', () => {
  it('are refused with the circle', () => {
    const shop: Access<typeof ShopModel> = ({ allow }) => [
      allow(Contact, 'read', staff(), { where: ({ row }) => row.account.readable() }),
      allow(Account, 'read', staff(), {
        where: ({ row, exists }) => exists(Contact, (contact) => contact.account.eq(row.id)),
      }),
    ]
    expect(refusal({ shop })).toMatch(
      /^ACCESS_RULE .*depend on itself \((account -> contact -> account|contact -> account -> contact)\)/,
    )
  })

  it('are refused when an entity asks for itself', () => {
    expect(
      refusal({ shop: ({ allow }) => [allow(Account, 'read', staff(), { where: ({ row }) => readable(row.parent) })] }),
    ).toMatch(/account -> account/)
    expect(
      refusal({
        shop: ({ allow, narrow }) => [
          allow(Account, 'read', staff()),
          narrow(Account, 'read', staff(), ({ row }) => readable(row.parent)),
        ],
      }),
    ).toMatch(/account -> account/)
  })

  it('are no circle when each is for somebody else, or when one is about writing', () => {
    const shop: Access<typeof ShopModel> = ({ allow }) => [
      allow(Contact, 'read', staff(), { where: ({ row }) => row.account.readable() }),
      allow(Account, 'read', staff()),
      allow(Account, 'update', staff(), {
        where: ({ row, exists }) =>
          any(
            readable(row.parent),
            exists(Contact, (contact) => contact.account.eq(row.id)),
          ),
      }),
      allow(Contact, 'read', customer(), { fields: 'all' }),
      allow(Account, 'read', customer(), {
        fields: 'all',
        where: ({ row, exists }) => exists(Contact, (contact) => contact.account.eq(row.id)),
      }),
    ]
    expect(refusal({ shop })).toBe('none')
  })

  it('are refused where `through` closes the circle', () => {
    class Branch extends entity(
      'branch',
      { name: f.text(), parent: f.ref('branch').nullable() },
      { plural: 'branches', visibility: { through: 'parent' } },
    ) {}
    class TreeModel extends model('tree', { needs: [IdentityModel], entities: [Branch] }) {}
    const tree = definePlugin(TreeModel)({
      permissions: { 'tree:read': 'Read' },
      access: ({ allow }) => [allow(Branch, 'read', permission('tree:read'))],
    })
    expect(() => compileAccess(assemble({ plugins: [tree()] }))).toThrow(/branch -> branch/)
  })
})

describe('visibility', () => {
  it.each([
    [{ owner: 'name' }, /its owner, «name», is not a ref to user/],
    [{ owner: 'team' }, /its owner, «team», is not a ref to user/],
    [{ territory: 'owner' }, /its territory, «owner», is not a ref to territory/],
    [{ through: 'name' }, /its through, «name», is not a ref to an entity/],
  ])('names refs to whom it says: %o', (visibility, message) => {
    class Thing extends entity('thing', { name: f.text(), owner: f.ref(User), team: f.ref(Team) }, { visibility }) {}
    class ThingModel extends model('things', { needs: [IdentityModel], entities: [Thing] }) {}
    expect(() => compileAccess(assemble({ plugins: [definePlugin(ThingModel)({})()] }))).toThrow(message)
  })
})
