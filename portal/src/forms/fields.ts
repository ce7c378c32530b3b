import { type FormField, read, refused, textField, wholeField } from './field.ts'
import { plainNumber } from './plain-number.ts'

/** A text, without blanks around it. */
export const text = ({ max = 1000 }: { readonly max?: number } = {}): FormField<string> =>
  textField((given) => (given.length > max ? refused('form.tooLong', { max, length: given.length }) : read(given)))

export const email = (): FormField<string> =>
  textField((given) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given) && given.length <= 254 ? read(given) : refused('form.email'),
  )

/** As it was typed, blanks included; never sent back into a page. */
export const password = (): FormField<string> => ({
  kept: false,
  read: (data, name) => {
    const value = data.get(name)
    return typeof value === 'string' && value !== '' ? read(value) : refused('form.required')
  },
  optional() {
    return this as never
  },
})

export interface Range {
  readonly min?: number
  readonly max?: number
}

export const integer = (range: Range = {}): FormField<number> =>
  textField((given) => {
    const number = Number(plainNumber(given) ?? Number.NaN)
    return Number.isSafeInteger(number) ? within(number, number, range) : refused('form.integer')
  })

/** An exact decimal, as the API takes it: `1,234.50` and `1.234,50` are `'1234.50'`. */
export const decimal = (range: Range = {}): FormField<string> =>
  textField((given) => {
    const plain = plainNumber(given)
    return plain === null ? refused('form.number') : within(plain, Number(plain), range)
  })

/** An amount, as the API takes it. Of several currencies the one that the field `<name>.currency` says. */
export const money = (
  currencies: string | readonly string[],
  range: Range = {},
): FormField<{ amount: string; currency: string }> => {
  const known = [currencies].flat()
  const joined = <A extends string | null>(amount: FormField<A>) =>
    ({
      kept: true,
      read: (data: FormData, name: string) => {
        const reading = amount.read(data, name)
        if (!reading.ok || reading.value === null) return reading
        const currency = known.length === 1 ? known[0] : known.find((one) => one === data.get(`${name}.currency`))
        if (currency === undefined) return refused('form.choice')
        // In «25.000» the point may part thousands: what the currency has no digits for is asked again, not rounded.
        const digits = reading.value.split('.')[1]?.length ?? 0
        return digits > digitsOf(currency) ? refused('form.number') : read({ amount: reading.value, currency })
      },
      optional: () => joined(decimal(range).optional()),
    }) as FormField<never>
  return joined(decimal(range))
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** A calendar day, of `<input type="date">`: `2026-05-01`. */
export const date = (): FormField<string> =>
  textField((given) =>
    /^\d{4}-\d{2}-\d{2}$/.test(given) && new Date(`${given}T00:00:00Z`).toJSON()?.startsWith(given)
      ? read(given)
      : refused('form.date'),
  )

/** The id of a record. That it exists, and may be used, is up to the API. */
export const id = (): FormField<string> =>
  textField((given) =>
    /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(given) ? read(given) : refused('form.choice'),
  )

/** One of these values. */
export const choice = <const V extends string>(values: readonly V[]): FormField<V> =>
  textField((given) => {
    const found = values.find((value) => value === given)
    return found === undefined ? refused('form.choice') : read(found)
  })

/** Any number of these values, or with `some` at least one: check boxes of one name, or a multiple select. */
export const choices = <const V extends string>(
  values: readonly V[],
  { some = false }: { readonly some?: boolean } = {},
): FormField<readonly V[]> =>
  wholeField((data, name) => {
    const given = data.getAll(name)
    const known = values.filter((value) => given.includes(value))
    if (some && given.length === 0) return refused('form.some')
    return known.length === given.length ? read(known) : refused('form.choice')
  })

/** A check box. */
export const flag = (): FormField<boolean> => wholeField((data, name) => read(data.has(name)))

/** A file that was chosen. The form must be `multipart`. What is in it, is for the server to check. */
export const file = ({ maxBytes = 20_000_000 }: { readonly maxBytes?: number } = {}): FormField<File> => {
  const given = (data: FormData, name: string): File | null => {
    const value = data.get(name)
    return value instanceof File && value.size > 0 ? value : null
  }
  const check = (chosen: File) =>
    chosen.size > maxBytes
      ? refused('form.fileTooLarge', { megabytes: Math.floor(maxBytes / 1_000_000) })
      : read(chosen)
  return {
    kept: false,
    isFile: true,
    read: (data, name) => {
      const chosen = given(data, name)
      return chosen ? check(chosen) : refused('form.required')
    },
    optional: () => ({
      ...wholeField((data, name) => {
        const chosen = given(data, name)
        return chosen ? check(chosen) : read(null)
      }),
      kept: false,
      isFile: true,
    }),
  }
}

const within = <V>(value: V, number: number, { min, max }: Range) => {
  if (min !== undefined && number < min) return refused('form.tooSmall', { min })
  if (max !== undefined && number > max) return refused('form.tooLarge', { max })
  return read(value)
}
