import { z } from 'zod'
import { encodings } from '../files/encoding.ts'

/**
 * Where a field's value comes from, and what is done to it on the way, in the order of these options. A text alone names a column.
 * Exactly one of `column`, `template`, `value`, `record`, `object` is given.
 */
export interface ValueSource {
  /** The value of a column. */
  readonly column?: string | undefined
  /** Columns in a text: `{first_name} {last_name}`. Empty if all its columns are. */
  readonly template?: string | undefined
  /** Always the same value. */
  readonly value?: unknown
  /** For a ref: the row that another record of this profile gives, by its `as`. */
  readonly record?: string | undefined
  /** For a json field: an object of further sources. Empty ones are left out. */
  readonly object?: Readonly<Record<string, ValueSource | string>> | undefined
  /** One part of a person's full name. Understands `Last, First` and Chinese names. */
  readonly part?: 'firstName' | 'lastName' | undefined
  /** What each value becomes: `{ "S": "small" }`; `*` stands for every other value, without it those are refused. */
  readonly map?: Readonly<Record<string, string | number | boolean | null>> | undefined
  /** What an empty value becomes. */
  readonly default?: unknown
  /** Forms of a day or time, tried in order: `dd.MM.yyyy`, `M/d/yyyy h:mm a` (Luxon's tokens). ISO 8601 unless given. */
  readonly date?: readonly string[] | undefined
  /** The time zone (IANA) of times without offset; UTC unless given. */
  readonly zone?: string | undefined
  /** The decimal sign of numbers: `.` unless given. The other sign, spaces and apostrophes may group digits. */
  readonly decimal?: '.' | ',' | undefined
  /** For money: the currency (ISO 4217), or where it stands. */
  readonly currency?: string | ValueSource | undefined
  /** For phones: the country (ISO 3166) by which national numbers are read, or where it stands. */
  readonly region?: string | ValueSource | undefined
  /** For refs: how the row is found. By its external key in a `system`, or by a `field`, such as a name. */
  readonly lookup?:
    | {
        readonly system?: string | undefined
        readonly field?: string | undefined
        readonly missing?: 'refuse' | 'empty' | undefined
      }
    | undefined
  /** For many-to-many refs and lists: what stands between values; `;` unless given. */
  readonly separator?: string | undefined
  /** A value that is not valid (a wrong phone number): `refuse` the row (the default), or leave the field `empty` and warn. */
  readonly invalid?: 'refuse' | 'empty' | undefined
  /** An empty value when a row is updated: `clear` the field (the default), or `keep` what it holds. */
  readonly empty?: 'clear' | 'keep' | undefined
  /** Only new rows get it. */
  readonly createOnly?: boolean | undefined
}

const shape = {
  column: z.string().min(1).optional(),
  template: z.string().min(1).optional(),
  value: z.json().optional(),
  record: z.string().optional(),
  get object() {
    return z.record(z.string(), valueSource).optional()
  },
  part: z.enum(['firstName', 'lastName']).optional(),
  map: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  default: z.json().optional(),
  date: z.union([z.string().transform((form) => [form]), z.array(z.string()).min(1)]).optional(),
  zone: z
    .string()
    .refine(isTimeZone, { error: (issue) => `«${String(issue.input)}» is no IANA time zone, such as Asia/Shanghai` })
    .optional(),
  decimal: z.enum(['.', ',']).optional(),
  get currency() {
    return z.union([z.string(), sourceObject]).optional()
  },
  get region() {
    return z.union([z.string(), sourceObject]).optional()
  },
  lookup: z
    .strictObject({
      system: z.string().optional(),
      field: z.string().optional(),
      missing: z.enum(['refuse', 'empty']).optional(),
    })
    .refine((lookup) => (lookup.system === undefined) !== (lookup.field === undefined), {
      error: 'give either a `system` or a `field`',
    })
    .optional(),
  separator: z.string().min(1).optional(),
  invalid: z.enum(['refuse', 'empty']).optional(),
  empty: z.enum(['clear', 'keep']).optional(),
  createOnly: z.boolean().optional(),
}

const origins = ['column', 'template', 'value', 'record', 'object'] as const

const sourceObject: z.ZodType<ValueSource> = z
  .strictObject(shape)
  .refine((source) => origins.filter((origin) => source[origin] !== undefined).length === 1, {
    error: `give exactly one of ${origins.join(', ')}`,
  }) as never

const valueSource: z.ZodType<ValueSource, ValueSource | string> = z.union(
  [
    z
      .string()
      .min(1)
      .transform((column): ValueSource => ({ column })),
    sourceObject,
  ],
  {
    // A union that fails says only that it failed; what is wrong is inside.
    error: (issue) => nestedMessage(issue as never),
  },
) as never

const keySource = z
  .strictObject({
    /** The system whose key it is; rows are found by their external key. */
    system: z.string().min(1).max(200).optional(),
    from: valueSource.optional(),
    /** A field of the entity that finds the row instead, such as an e-mail. Its value comes from `fields`. */
    field: z.string().optional(),
  })
  .refine((key) => (key.system !== undefined && key.from !== undefined) !== (key.field !== undefined), {
    error: 'give either `system` with `from`, or `field`',
  })

const recordShape = z.strictObject({
  /** Its name within the profile; the entity's name unless given. */
  as: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]*$/)
    .optional(),
  entity: z.string(),
  /** By what a row is found again. Without a key every row is new. */
  key: keySource.optional(),
  /** `upsert` creates and updates, `create` refuses known keys, `update` refuses unknown ones. */
  mode: z.enum(['create', 'update', 'upsert']).optional(),
  /** The record may stand on many rows of the file; the first one writes it, the others refer to it. */
  repeats: z.boolean().optional(),
  /** Only rows where this column has a value have the record. */
  when: z.string().optional(),
  fields: z.record(z.string(), valueSource),
})

/** A mapping profile: how rows of a file become rows of entities. Plain JSON, to be kept in a file or in the database. */
export const importProfileSchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  description: z.string().optional(),
  file: z
    .strictObject({
      encoding: z.enum(encodings).optional(),
      delimiter: z.string().length(1).optional(),
      quote: z.string().max(1).optional(),
      header: z.boolean().optional(),
      skipLines: z.int().min(0).max(1000).optional(),
      shortRows: z.enum(['refuse', 'fill']).optional(),
    })
    .optional(),
  /** What each row of the file holds, in the order it is written: a record may refer to those before it. */
  records: z.array(recordShape).min(1).max(20),
})

/** A profile as it is written. */
export type ImportProfileInput = z.input<typeof importProfileSchema>
/** A profile as it was read. */
export type ImportProfile = z.output<typeof importProfileSchema>
export type ImportRecord = ImportProfile['records'][number]

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function nestedMessage(issue: {
  readonly errors?: readonly (readonly {
    readonly code: string
    readonly path: readonly PropertyKey[]
    readonly message: string
  }[])[]
}): string {
  const inside = (issue.errors ?? [])
    .flat()
    .filter((found) => !(found.code === 'invalid_type' && found.path.length === 0))
  return (
    inside.map((found) => [found.path.join('.'), found.message].filter(Boolean).join(': ')).join('; ') ||
    'give the name of a column, or an object that says where the value comes from'
  )
}
