import { definePlugin, entity, f, model, permission } from '@tessera/core'

/** One field of every kind. */
export class Thing extends entity('thing', {
  name: f.text({ max: 100 }).searchable(),
  code: f.text({ max: 20 }).unique().nullable(),
  mail: f.email().nullable(),
  phone: f.phone().nullable(),
  site: f.url().nullable(),
  size: f.int().nullable(),
  weight: f.decimal(8, 2).nullable(),
  price: f.money().nullable(),
  share: f.percent().nullable(),
  active: f.bool().default(true),
  day: f.date().nullable(),
  at: f.instant().nullable(),
  took: f.duration().nullable(),
  state: f.enum(['new', 'old']).default('new'),
  facts: f.json().nullable(),
  place: f.geo().nullable(),
  ratio: f.computed('decimal', (c) => `100.0 / ${c.size}`),
  parent: f.ref('thing', { inverse: 'children' }).nullable(),
  friends: f.refs('thing', { inverse: 'friendOf' }),
}) {}

class ThingsModel extends model('things', { entities: [Thing] }) {}

const everything = ['read', 'create', 'update', 'delete'] as const

export const things = definePlugin(ThingsModel)({
  permissions: {
    'things:use': 'Everything about things',
    'things:enter': 'Write things unseen',
    'things:new': 'Write things, and see the new ones',
  },
  graphql: (kit) => {
    kit.query('greeting', { type: 'String', resolve: () => 'Hello' })
  },
  access: ({ allow }) => [
    allow(Thing, everything, permission('things:use')),
    allow(Thing, ['create', 'update', 'delete'], permission('things:enter')),
    allow(Thing, ['create', 'update', 'delete'], permission('things:new')),
    allow(Thing, 'read', permission('things:new'), { except: ['price'], where: ({ row }) => row.state.eq('new') }),
  ],
})

export const unknownId = '0190c2f5-0000-7000-8000-000000000000'

/** A row in use at version 2, and one in the recycle bin. */
export interface KnownIds {
  readonly known: string
  readonly deleted: string
}

export const create = 'mutation ($input: ThingInput!) { createThing(input: $input) { id } }'
export const find = 'query ($where: ThingWhere) { things(where: $where) { totalCount } }'
