import pg from 'pg'

type Parse = (text: string) => unknown

const asIs: Parse = (text) => text
const textArray = pg.types.getTypeParser(1009 as never) as (text: string) => unknown[]

const arrayOf =
  (parse: Parse): Parse =>
  (text) => {
    const each = (item: unknown): unknown =>
      Array.isArray(item) ? item.map(each) : item === null ? null : parse(item as string)
    return textArray(text).map(each)
  }

/** Parsers by type oid where node-postgres' own lose precision or depend on the machine's time zone. */
const parsers = new Map<number, Parse>([
  [20, BigInt], // int8
  [1016, arrayOf(BigInt)],
  [1700, asIs], // numeric
  [1231, arrayOf(asIs)],
  [1082, asIs], // date
  [1182, arrayOf(asIs)],
  [1114, asIs], // timestamp
  [1115, arrayOf(asIs)],
  [1186, asIs], // interval, ISO 8601 by the session's intervalstyle
  [1187, arrayOf(asIs)],
])

/**
 * How values of our own statements arrive: int8 as bigint; numeric, date (`2026-01-31`), timestamp and interval (`P1DT2H`)
 * as text; timestamptz as Date; json and jsonb parsed; the rest as node-postgres does. Given per query, never registered
 * globally, so that libraries on the same pool keep the parsers they expect.
 */
export const valueTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid as never, format as 'text'),
} as pg.CustomTypesConfig

/**
 * Settings every session starts with, so that text forms do not depend on the server's configuration. Just-in-time compiling
 * is off: the planner counts a policy's subquery once for every row, takes small queries for huge ones and spends a second
 * or two compiling what runs in 90 ms.
 */
export const sessionSettings =
  "set timezone = 'UTC'; set intervalstyle = 'iso_8601'; set datestyle = 'ISO, YMD'; set jit = off"
