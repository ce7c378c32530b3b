import { type Context, type Id, issue, sql, TesseraError } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>

/** What somebody looks for; all that is given has to fit. */
export interface LocationSearch {
  readonly country?: string | undefined
  readonly city?: string | undefined
  readonly speciality?: string | undefined
  /** Nearest first. */
  readonly near?: { readonly lat: number; readonly lon: number } | undefined
  /** No farther away than so many kilometres; only with `near`. */
  readonly withinKm?: number | undefined
}

/** A location as everybody may see it. E-mail addresses are not among it. */
export interface FoundLocation {
  readonly id: Id
  readonly partner: string
  readonly name: string
  readonly address: string
  readonly postalCode: string | null
  readonly city: string
  readonly region: string | null
  readonly countryCode: string
  readonly lat: number | null
  readonly lon: number | null
  readonly phone: string | null
  readonly website: string | null
  readonly specialities: readonly string[]
  /** As the crow flies, in kilometres; null without a point to measure from. */
  readonly distanceKm: number | null
}

/** No search shows more, so that nobody copies the whole list with a few. */
export const mostFound = 50

const visible = sql`l.deleted_at is null and l.published and l.shown is not null
  and p.active and p.deleted_at is null and p.prm_status = 'active'`

/** What is approved and published of active partners, as the system. */
export async function findLocations(
  system: Ctx,
  { country, city, speciality, near, withinKm }: LocationSearch,
): Promise<FoundLocation[]> {
  // On a sphere of the Earth's mean radius (6371.0088 km) by the haversine formula.
  const distance = near
    ? sql`round((2 * 6371.0088 * asin(least(1, sqrt(
        sin(radians(lat - ${near.lat}::float8) / 2) ^ 2
        + cos(radians(${near.lat}::float8)) * cos(radians(lat)) * sin(radians(lon - ${near.lon}::float8) / 2) ^ 2))))::numeric, 1)::float8`
    : sql`null::float8`
  const { rows } = await sql<FoundLocation>`
    select * from (
      select *, ${distance} as "distanceKm" from (
        select l.id, p.name as partner, l.shown ->> 'name' as name, l.shown ->> 'address' as address,
          l.shown ->> 'postalCode' as "postalCode", l.shown ->> 'city' as city, l.shown ->> 'region' as region,
          l.shown ->> 'countryCode' as "countryCode", (l.shown -> 'point' ->> 'lat')::float8 as lat,
          (l.shown -> 'point' ->> 'lon')::float8 as lon, l.shown ->> 'phone' as phone, l.shown ->> 'website' as website,
          l.shown -> 'specialities' as specialities
        from crm.partner_location l join crm.partner p on p.id = l.partner_id
        where ${visible}
          and (${country ?? null}::text is null or l.shown ->> 'countryCode' = upper(${country ?? null}::text))
          and (${city ?? null}::text is null or starts_with(lower(l.shown ->> 'city'), lower(${city ?? null}::text)))
          and (${speciality ?? null}::text is null or exists (
            select from jsonb_array_elements_text(l.shown -> 'specialities') s where lower(s) = lower(${speciality ?? null}::text)))
      ) found
    ) measured
    where ${near !== undefined && withinKm !== undefined ? sql`"distanceKm" <= ${withinKm}::float8` : sql`true`}
    order by "distanceKm" nulls last, partner, name, id limit ${mostFound}`.execute(system.db)
  return rows
}

/** By what one can search: the countries and specialities there are. */
export async function searchChoices(system: Ctx): Promise<{ countries: string[]; specialities: string[] }> {
  const { rows } = await sql<{ countries: string[] | null; specialities: string[] | null }>`
    with seen as (select l.shown from crm.partner_location l join crm.partner p on p.id = l.partner_id where ${visible})
    select (select array_agg(distinct shown ->> 'countryCode') from seen) as countries,
      (select array_agg(distinct s order by s) from seen, jsonb_array_elements_text(shown -> 'specialities') s) as specialities`.execute(
    system.db,
  )
  return { countries: rows[0]?.countries ?? [], specialities: rows[0]?.specialities ?? [] }
}

/** Reads a search from an address: `?country=DE&city=Ber&speciality=Pumps&lat=52.5&lon=13.4&km=50`. @throws VALIDATION */
export function readSearch(query: URLSearchParams): LocationSearch {
  const text = (name: string): string | undefined =>
    query.get(name)?.replaceAll('\0', '').trim().slice(0, 100) || undefined
  const number = (name: string, min: number, max: number): number | undefined => {
    const given = text(name)
    if (given === undefined) return undefined
    const value = Number(given)
    if (Number.isFinite(value) && value >= min && value <= max) return value
    throw new TesseraError(
      'VALIDATION',
      {},
      { issues: [issue([name], value < min ? 'TOO_SMALL' : 'TOO_LARGE', { min, max, got: given })] },
    )
  }
  const lat = number('lat', -90, 90)
  const lon = number('lon', -180, 180)
  return {
    country: text('country'),
    city: text('city'),
    speciality: text('speciality'),
    near: lat !== undefined && lon !== undefined ? { lat, lon } : undefined,
    withinKm: number('km', 0, 20_100),
  }
}
