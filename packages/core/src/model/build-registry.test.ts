import { describe, expect, it } from 'vitest'
import { buildRegistry } from './build-registry.ts'
import { entity } from './entity.ts'
import { f } from './fields.ts'
import { model } from './model.ts'

class Account extends entity('account', {
  name: f.text(),
  revenue: f.money().nullable(),
  parent: f.ref('account').nullable(),
}) {}
class Contact extends entity('contact', { name: f.text(), account: f.ref(Account), tags: f.refs('tag') }) {}
class Tag extends entity('tag', { label: f.text().searchable() }) {}
class Base extends model('base', { entities: [Account, Contact, Tag] }) {}

const registryOf = (entities: readonly unknown[], extend: readonly unknown[] = []) =>
  buildRegistry([Base, model('extra', { entities: entities as never, extend: extend as never })])

describe('the registry', () => {
  it('stores money in two columns, a ref as an id, and many-to-many in a table of its own', () => {
    const registry = buildRegistry([Base])
    const columns = (entityName: string, field: string) =>
      registry
        .entity(entityName)
        .fields.get(field)
        ?.columns.map((column) => `${column.name} ${column.type}`)
    expect(columns('account', 'revenue')).toEqual(['revenue_minor bigint', 'revenue_currency text'])
    expect(columns('contact', 'account')).toEqual(['account_id uuid'])
    expect(columns('contact', 'tags')).toEqual([])
    expect(registry.entity('contact').fields.get('tags')?.joinTable).toBe('contact__tags')
  })

  it('gives the other side of a ref a list, and a tree a list named after its field', () => {
    const registry = buildRegistry([Base])
    expect([...registry.entity('account').inverses.keys()]).toEqual(['accountsByParent', 'contacts'])
  })

  it('puts extension fields behind their plugin’s prefix, on rows and in the database', () => {
    const registry = registryOf([], [Account.with({ tier: f.enum(['gold']).nullable() })])
    const field = registry.entity('account').fields.get('extraTier')
    expect(field?.plugin).toBe('extra')
    expect(field?.columns[0]?.name).toBe('extra_tier')
  })

  it.each([
    [
      'two plugins define one entity',
      () => registryOf([entity('account', {})]),
      /NAME_CLASH|Both base and extra define the entity «account»/,
    ],
    ['a plural is another entity’s name', () => registryOf([entity('accounts', {})]), /define the name «accounts/],
    [
      'a field has a system field’s name',
      () => registryOf([entity('thing', { version: f.int() })]),
      /reserved for the fields every row has/,
    ],
    [
      'two fields share a column',
      () => registryOf([entity('thing', { a: f.ref(Account), aId: f.text() })]),
      /column of thing.*«a_id»/,
    ],
    [
      'a name is too long for PostgreSQL',
      () => registryOf([entity(`a${'b'.repeat(70)}`, {})]),
      /has 71 bytes, PostgreSQL allows 63/,
    ],
    ['a name is no camelCase', () => registryOf([entity('Deal_x', {})]), /must be camelCase/],
    [
      'a ref leads to no installed entity',
      () => registryOf([entity('thing', { to: f.ref('nowhere') })]),
      /entity «nowhere» in thing.to/,
    ],
    [
      'an extension is of no installed entity',
      () => registryOf([], [{ entityName: 'nowhere', fields: {} }]),
      /entity «nowhere» in `extend`/,
    ],
    [
      'visibility names no field',
      () => registryOf([entity('thing', { a: f.text() }, { visibility: { owner: 'boss' } })]),
      /no field «boss» \(visibility/,
    ],
    [
      'two refs make the same list',
      () => registryOf([entity('x', { to: f.ref(Account, { inverse: 'contacts' }) })]),
      /list on account «contacts»/,
    ],
  ])('refuses it when %s', (_what, build, message) => {
    expect(build).toThrow(message)
  })

  it('refuses an extension field that would break the owner’s inserts', () => {
    // @ts-expect-error the compiler says so, too
    expect(() => Account.with({ must: f.text() })).toThrow(
      /extension of account adds «must», which is neither nullable/,
    )
  })
})
