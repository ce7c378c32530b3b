import { IdentityModel, Partner, Team, Territory, User } from '../../identity/model.ts'
import { entity } from '../../model/entity.ts'
import { f } from '../../model/fields.ts'
import { model } from '../../model/model.ts'
import { assemble } from '../../plugin/assemble.ts'
import { definePlugin } from '../../plugin/define-plugin.ts'

/** Seen by territory. */
export class Depot extends entity(
  'depot',
  {
    name: f.text().nullable(),
    grade: f.enum(['a', 'b', 'c']).nullable(),
    territory: f.ref(Territory).nullable(),
    words: f.words(),
  },
  { visibility: { territory: 'territory' } },
) {}

/** Seen by owner, team and territory; and one value of each kind that rules compare. */
export class Client extends entity(
  'client',
  {
    name: f.text().nullable(),
    size: f.int().nullable(),
    since: f.date().nullable(),
    vip: f.bool().nullable(),
    credit: f.money().nullable(),
    rate: f.decimal(8, 2).nullable(),
    owner: f.ref(User).nullable(),
    team: f.ref(Team).nullable(),
    territory: f.ref(Territory).nullable(),
    partner: f.ref(Partner).nullable(),
    words: f.words(),
  },
  { visibility: { owner: 'owner', team: 'team', territory: 'territory' } },
) {}

/** Seen with its client only. */
export class Person extends entity(
  'person',
  {
    client: f.ref(Client).nullable(),
    name: f.text().nullable(),
    seen: f.instant().nullable(),
    depots: f.refs(Depot),
    words: f.words(),
  },
  { plural: 'persons', visibility: { through: 'client' } },
) {}

/** Seen by owner, or with its client. */
export class Deal extends entity(
  'deal',
  {
    client: f.ref(Client).nullable(),
    owner: f.ref(User).nullable(),
    partner: f.ref(Partner).nullable(),
    stage: f.enum(['open', 'won', 'lost']).nullable(),
    amount: f.money().nullable(),
    due: f.date().nullable(),
    persons: f.refs(Person),
    words: f.words(),
  },
  { visibility: { owner: 'owner', through: 'client' } },
) {}

/** Seen with a deal that is seen with a client. */
export class Line extends entity(
  'line',
  {
    deal: f.ref(Deal).nullable(),
    depot: f.ref(Depot).nullable(),
    quantity: f.int().nullable(),
    price: f.decimal(8, 2).nullable(),
    note: f.text().readonly().nullable(),
  },
  { visibility: { through: 'deal' } },
) {}

/** Belongs to nobody. */
export class Memo extends entity('memo', {
  about: f.text().nullable(),
  line: f.ref(Line).nullable(),
  person: f.ref(Person).nullable(),
  writer: f.ref(User).nullable(),
}) {}

export class ShopModel extends model('shop', {
  needs: [IdentityModel],
  entities: [Depot, Client, Person, Deal, Line, Memo],
}) {}

export class ExtraModel extends model('extra', {
  needs: [ShopModel],
  extend: [Client.with({ score: f.int().nullable() }), Deal.with({ margin: f.money().nullable() })],
}) {}

export const shop = definePlugin(ShopModel)({ permissions: { 'shop:see': 'See', 'shop:work': 'Work' } })
export const extra = definePlugin(ExtraModel)({})

/** Everything but grants of the shop. */
export const shopAssembly = assemble({ plugins: [shop(), extra()] })

/** In an order in which each refers only to earlier ones. */
export const shopEntities = ['depot', 'client', 'person', 'deal', 'line', 'memo'] as const
