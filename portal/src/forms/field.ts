import type { TextParams } from '../runtime/translate.ts'

/** What a form's field came to: a value, or the key of the text that says what is wrong with it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly params?: TextParams }

/** How one field of a form is read. */
export interface FormField<T> {
  read(data: FormData, name: string): Reading<T>
  /** Empty becomes null instead of a refusal. */
  optional(): FormField<T | null>
  /** False for what must not come back into a page, such as a password. */
  readonly kept: boolean
  /** Makes the form one of several parts. */
  readonly isFile?: true
}

export const read = <T>(value: T): Reading<T> => ({ ok: true, value })
export const refused = (problem: string, params?: TextParams): Reading<never> => ({
  ok: false,
  problem,
  ...(params && { params }),
})

/** A field of one line of text that `parse` reads once it is not empty. */
export function textField<T>(parse: (text: string) => Reading<T>, { kept = true } = {}): FormField<T> {
  const given = (data: FormData, name: string): string => {
    const value = data.get(name)
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : ''
  }
  return {
    kept,
    read: (data, name) => {
      const text = given(data, name)
      return text === '' ? refused('form.required') : parse(text)
    },
    optional: () => ({
      kept,
      read: (data, name) => {
        const text = given(data, name)
        return text === '' ? read(null) : parse(text)
      },
      optional() {
        return this
      },
    }),
  }
}

/** A field that has a value whatever was sent, so that there is nothing to be optional about. */
export const wholeField = <T>(readIt: (data: FormData, name: string) => Reading<T>): FormField<T> => ({
  kept: true,
  read: readIt,
  optional() {
    return this
  },
})
