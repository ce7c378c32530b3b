import { type AnyRow, decodeRow, type EntityMeta, fullRowJson, Partner, Team, Territory } from '@tessera/core'
import { described, type Input, type Subject } from '../subject.ts'
import { staffOf, type WorldActor } from './actors.ts'
import { type Random, randomOf } from './random.ts'

/** Rows that belong to various people, and actors of every kind who may see some of them. */
export interface World {
  readonly actors: readonly WorldActor[]
  /** All rows there are, those of the recycle bin included, by entity. */
  readonly data: ReadonlyMap<string, readonly AnyRow[]>
}

const rowsPerEntity = 8

/** Fills the subject's database. The same each time, so that a finding comes again. */
export async function makeWorld(subject: Subject): Promise<World> {
  const random = randomOf(1)
  const pools = new Map<string, string[]>()
  const people = await makePeople(subject, pools)
  for (const entity of subject.written) {
    for (let n = 0; n < rowsPerEntity; n++) {
      const id = await makeRow(subject, entity, pools, random)
      pools.set(entity.name, [...(pools.get(entity.name) ?? []), id])
    }
  }
  const account = random.pick(pools.get('account') ?? [])
  const customer = await subject.t.actor('customer', account ? { account } : {})
  for (const entity of subject.written) await deleteOne(subject, entity, pools)
  const others = [...people.partners, customer, subject.t.system.actor].map((actor) => ({
    actor,
    concerns: () => true,
  }))
  return { actors: [...staffOf(subject.t.crm.assembly, people.staff), ...others], data: await readAll(subject) }
}

/** Three of the staff and four who work for partners, and the teams, territories and partners they belong to. */
async function makePeople({ t }: Subject, pools: Map<string, string[]>) {
  const rows = async (entity: typeof Team | typeof Territory | typeof Partner, inputs: Input[]): Promise<string[]> => {
    const ids = (await t.system.mutate(entity).createMany(inputs as never)).map((row) => row.id)
    pools.set(entity.entityName, [...(pools.get(entity.entityName) ?? []), ...ids])
    return ids
  }
  const teams = await rows(Team, [{ name: 'Team one' }, { name: 'Team two' }])
  const territories = await rows(Territory, [{ name: 'Territory one' }, { name: 'Territory two' }])
  const [top = '', elsewhere = ''] = await rows(Partner, [{ name: 'Distributor' }, { name: 'Elsewhere' }])
  const [below = ''] = await rows(Partner, [{ name: 'Reseller', parent: top }])
  const staff = [
    await t.actor('user', { teams: teams.slice(0, 1), territories: territories.slice(0, 1) }),
    await t.actor('user', { teams, territories: territories.slice(1) }),
    await t.actor('user'),
  ]
  const partners = [
    await t.actor('partner', { partner: top, roles: ['admin', 'sales', 'service', 'finance'] }),
    await t.actor('partner', { partner: below, roles: ['admin'] }),
    await t.actor('partner', { partner: below, roles: ['finance'] }),
    await t.actor('partner', { partner: elsewhere, roles: ['sales', 'service'] }),
  ]
  pools.set(
    'user',
    [...staff, ...partners].flatMap((actor) => ('id' in actor ? [actor.id] : [])),
  )
  return { staff, partners }
}

/** A row that refers to some of those there are. Its entity may refuse the choice; then another one is tried, bolder ones first. */
async function makeRow(
  subject: Subject,
  entity: EntityMeta,
  pools: ReadonlyMap<string, string[]>,
  random: Random,
): Promise<string> {
  const attempts = 8
  for (let attempt = 1; ; attempt++) {
    const given = attempt < attempts ? choose(entity, pools, random, 0.8 * (1 - attempt / attempts)) : {}
    try {
      return await subject.create(entity, given)
    } catch (error) {
      if (attempt === attempts)
        throw new Error(
          `No row of ${entity.plugin}’s ${entity.name} can be made. Give samples.${entity.name}. ${described(error)}`,
          { cause: error },
        )
    }
  }
}

function choose(entity: EntityMeta, pools: ReadonlyMap<string, string[]>, random: Random, boldness: number): Input {
  const given: Input = {}
  for (const { name, definition, target } of entity.fields.values()) {
    if (definition.readonly) continue
    const pool = pools.get(target?.name ?? '') ?? []
    const required = definition.kind === 'ref' && !definition.nullable
    if (!required && random.next() > boldness) continue
    if (definition.kind === 'ref' && pool.length > 0) given[name] = random.pick(pool)
    if (definition.kind === 'refs') given[name] = [...new Set([random.pick(pool), random.pick(pool)])].filter(Boolean)
    if (definition.kind === 'enum') given[name] = random.pick(definition.values ?? [])
    if (definition.kind === 'bool') given[name] = random.next() < 0.5
  }
  return given
}

/** One row goes to the recycle bin, where nobody should see it, unless others hold on to each of them. */
async function deleteOne(subject: Subject, entity: EntityMeta, pools: ReadonlyMap<string, string[]>): Promise<void> {
  for (const id of pools.get(entity.name)?.slice(-rowsPerEntity) ?? []) {
    try {
      await subject.mutator(entity, subject.t.system.actor).delete(id)
      return
    } catch (error) {
      const { code = '' } = error as { code?: string }
      // Another row’s cascade may have taken it along.
      if (code !== 'REFERENCED' && code !== 'NOT_FOUND') throw error
    }
  }
}

async function readAll({ t }: Subject): Promise<Map<string, readonly AnyRow[]>> {
  const entities = [...t.crm.registry.entities.values()]
  const results = await t.database.pipeline(
    entities.map((entity) => ({ text: `select ${fullRowJson(entity, 't')} as row from crm."${entity.table}" t` })),
  )
  return new Map(
    entities.map((entity, index) => {
      const rows = (results[index]?.rows ?? []) as { row: Record<string, unknown> }[]
      return [entity.name, rows.map(({ row }) => decodeRow(entity, row))]
    }),
  )
}
