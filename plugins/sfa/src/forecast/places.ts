import { type Context, type Id, Team, Territory, User } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { ForecastBy } from './forecast.ts'

/** A person, team or territory with its place in the tree. Persons stand side by side. */
export interface Place {
  readonly id: Id
  readonly name: string
  readonly parent: Id | null
}

/** More teams or territories than a company has. */
const limit = 10_000

/** Those of the kind, by id; of persons only `people`. Read as the system: their names are no secret to whoever reads a forecast. */
export async function readPlaces(
  ctx: Context<typeof SfaModel>,
  by: ForecastBy,
  people: readonly Id[],
): Promise<Map<Id, Place>> {
  const system = ctx.asSystem('reads the tree a forecast is rolled up by')
  const rows: Place[] =
    by === 'team'
      ? await system.list(Team, { limit, deleted: 'any' })
      : by === 'territory'
        ? await system.list(Territory, { limit, deleted: 'any' })
        : (await system.list(User, { where: { id: { in: [...people] } }, limit: people.length, deleted: 'any' })).map(
            ({ id, name }) => ({ id, name, parent: null }),
          )
  return new Map(rows.map(({ id, name, parent }) => [id, { id, name, parent }]))
}

/** The place with all below it. */
export function placesWithin(places: ReadonlyMap<Id, Place>, top: Id): Id[] {
  const found = new Set([top])
  for (const id of found) for (const place of places.values()) if (place.parent === id) found.add(place.id)
  return [...found]
}
