/** A choice of a select or of radio buttons. */
export interface Choice {
  readonly value: string
  readonly label: string
  /** A second line under a radio button. */
  readonly hint?: string | undefined
  /** Choices with the same group stand together in a select. */
  readonly group?: string | undefined
  readonly disabled?: boolean | undefined
}

export type FieldType =
  | 'text'
  | 'email'
  | 'tel'
  | 'url'
  | 'password'
  | 'search'
  | 'number'
  | 'percent'
  | 'money'
  | 'date'
  | 'month'
  | 'time'
  | 'datetime-local'
  | 'textarea'
  | 'select'
  | 'checkbox'
  | 'radio'
  | 'checkboxes'
  | 'file'
  | 'hidden'
  | 'code'

/** What a browser is told about a kind of field. */
export interface Keys {
  readonly type: 'text' | 'email' | 'tel' | 'password' | 'search' | 'date' | 'month' | 'time' | 'datetime-local'
  readonly inputmode?: 'none' | 'text' | 'email' | 'tel' | 'url' | 'decimal' | 'numeric' | 'search'
  readonly autocomplete?: string
  readonly autocapitalize?: 'off'
  readonly spellcheck?: 'false'
}

const inputs: Partial<Record<FieldType, Keys>> = {
  email: { type: 'email', inputmode: 'email', autocomplete: 'email', autocapitalize: 'off', spellcheck: 'false' },
  tel: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' },
  url: { type: 'text', inputmode: 'url', autocapitalize: 'off', spellcheck: 'false' },
  password: { type: 'password', autocomplete: 'current-password' },
  search: { type: 'search', inputmode: 'search' },
  number: { type: 'text', inputmode: 'decimal' },
  percent: { type: 'text', inputmode: 'decimal' },
  money: { type: 'text', inputmode: 'decimal' },
  code: { type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', spellcheck: 'false' },
}

const asNamed = ['date', 'month', 'time', 'datetime-local'] as const

/** What the browser is told about a kind of field: above all which keyboard a phone shows. Numbers are text fields,
 * because a browser’s number field drops what it does not understand instead of letting us say what is wrong. */
export function keysOf(type: FieldType): Keys {
  return inputs[type] ?? { type: asNamed.find((name) => name === type) ?? 'text' }
}
