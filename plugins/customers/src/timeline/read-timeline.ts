import { type Context, type Id, type Issue, type RawBuilder, sql, TesseraError, User } from '@tessera/core'
import { readCursor, type TimelineCursor, writeCursor } from './cursor.ts'
import { type TimelineSource, timelineSources } from './source.ts'

/** Whose timeline it is. */
export type TimelineOwner = 'account' | 'contact' | 'lead'

export interface TimelineOptions {
  /** Entries at the most; 20 unless said otherwise, 200 is the limit. */
  readonly first?: number | null | undefined
  /** The cursor of the last entry so far. */
  readonly after?: string | null | undefined
  /** Only entries of these kinds. */
  readonly kinds?: readonly string[] | null | undefined
  /** Only what happened at or after this time. */
  readonly since?: Date | null | undefined
  /** Only what happened before this time. */
  readonly until?: Date | null | undefined
}

export interface TimelineEntry {
  readonly at: Date
  readonly kind: string
  readonly detail: string | null
  readonly title: string | null
  /** The first 300 characters, without markup. */
  readonly body: string | null
  /** The row behind it. */
  readonly entity: string
  readonly id: Id
  /** The user who did it, if known. */
  readonly actor: Id | null
  /** That user's name, if the reader may see it. */
  readonly actorName: string | null
  /** Where this entry stands, for `after`. */
  readonly cursor: string
}

export interface TimelinePage {
  readonly entries: readonly TimelineEntry[]
  readonly hasMore: boolean
}

const largestPage = 200
const excerptLength = 300

/**
 * What happened with some accounts, contacts or leads, newest first, from all plugins' sources in one statement, as far as the
 * actor may see it. Pages come in the order of `ids`.
 * @throws VALIDATION for a cursor or size that is not usable
 */
export async function readTimelines(
  ctx: Context,
  owner: TimelineOwner,
  ids: readonly Id[],
  options: TimelineOptions = {},
): Promise<TimelinePage[]> {
  const { first, cursor } = checkOptions(options)
  const sources = timelineSources
    .of(ctx)
    .map(({ value }) => value)
    .filter((source) => options.kinds?.includes(source.kind) ?? true)
  const arms = sources.flatMap((source) => armOf(ctx, source, owner, options, cursor, first) ?? [])
  if (arms.length === 0 || ids.length === 0) return ids.map(() => ({ entries: [], hasMore: false }))
  const behind = cursor
    ? sql`where (a.at, a.id, a.kind collate "C") < (${cursor.at}::timestamptz, ${cursor.id}::uuid, ${cursor.kind} collate "C")`
    : sql``
  const named = ctx.readable(User).has('name')
  const { rows } = await sql<Omit<TimelineEntry, 'cursor'> & { place: number; exact: string }>`
    select o.place::int, e.at, to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exact, e.kind, e.entity, e.id, e.title, e.detail, e.actor,
      ${named ? sql`u.name` : sql`null`} as actor_name,
      left(btrim(${plainText(sql`left(e.body, 5000)`)}), ${excerptLength}) as body
    from unnest(${ids}::uuid[]) with ordinality o(id, place)
    cross join lateral (
      select * from (${sql.join(arms, sql` union all `)}) a ${behind} order by a.at desc, a.id desc, a.kind collate "C" desc limit ${first + 1}
    ) e ${named ? sql`left join crm."user" u on u.id = e.actor` : sql``}
    order by o.place, e.at desc, e.id desc, e.kind collate "C" desc`.execute(ctx.db)
  const pages = Map.groupBy(rows, (row) => row.place - 1)
  return ids.map((_, index) => {
    const found = pages.get(index) ?? []
    const entries = found.slice(0, first).map(
      ({ exact, place: _place, ...entry }): TimelineEntry => ({
        ...entry,
        cursor: writeCursor({ at: exact, id: entry.id, kind: entry.kind }),
      }),
    )
    return { entries, hasMore: found.length > first }
  })
}

/** SQL for formatted text without its markup. */
const plainText = (html: RawBuilder<unknown>): RawBuilder<unknown> => sql`replace(replace(replace(replace(
  regexp_replace(${html}, '(<[^>]*>|\\s)+', ' ', 'g'), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&')`

function checkOptions(options: TimelineOptions): { first: number; cursor: TimelineCursor | null } {
  const first = options.first ?? 20
  const cursor = options.after ? readCursor(options.after) : null
  const issues: Issue[] = []
  if (!Number.isInteger(first) || first < 1 || first > largestPage)
    issues.push({ path: ['first'], code: 'TOO_LARGE', message: `Ask for 1 to ${largestPage} entries.` })
  if (options.after && !cursor)
    issues.push({ path: ['after'], code: 'CURSOR', message: 'This is no cursor of a timeline. Take it from an entry.' })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return { first, cursor }
}

/** The newest rows of one source for the owner `o`; null where there are none by nature, or the actor may not read what it takes. */
function armOf(
  ctx: Context,
  source: TimelineSource,
  owner: TimelineOwner,
  options: TimelineOptions,
  cursor: TimelineCursor | null,
  first: number,
): RawBuilder<unknown> | null {
  const { [owner]: link, entity, where = {} } = source
  const readable = ctx.readable(entity)
  if (link === undefined || [source.at, link, ...Object.keys(where)].some((name) => !readable.has(name))) return null
  const column = (name: string): RawBuilder<unknown> => sql.ref(`t.${columnOf(source, name)}`)
  const shown = (name: string | undefined, type: 'text' | 'uuid'): RawBuilder<unknown> =>
    name !== undefined && readable.has(name) ? sql`${column(name)}::${sql.raw(type)}` : sql`null::${sql.raw(type)}`
  const at = column(source.at)
  const conditions = [
    sql`${column(link)} = o.id`,
    sql`${at} is not null`,
    ...Object.entries(where).map(([name, value]) => sql`${column(name)} = ${value}`),
    // The policies of partners and customers leave deleted rows out, and hide the column.
    ...(readable.has('deletedAt') ? [sql`t.deleted_at is null`] : []),
    ...(options.since ? [sql`${at} >= ${options.since}::timestamptz`] : []),
    ...(options.until ? [sql`${at} < ${options.until}::timestamptz`] : []),
    // Up to the cursor and with it, since the kind decides between two entries of one row.
    ...(cursor ? [sql`(${at}, t.id) <= (${cursor.at}::timestamptz, ${cursor.id}::uuid)`] : []),
  ]
  return sql`(select ${at} as at, ${source.kind}::text as kind, ${entity.entityName}::text as entity, t.id, ${shown(source.title, 'text')} as title,
    ${shown(source.detail, 'text')} as detail, ${shown(source.actor, 'uuid')} as actor, ${shown(source.body, 'text')} as body
    from ${sql.id('crm', entity.entityName)} t where ${sql.join(conditions, sql` and `)} order by ${at} desc, t.id desc limit ${first + 2})`
}

/** The column behind a field, in camelCase. Refs are stored under their name with `Id`. */
function columnOf(source: TimelineSource, name: string): string {
  return source.entity.fields[name]?.definition.kind === 'ref' ? `${name}Id` : name
}
