/** A form as a browser without scripts knows it. */
export interface Form {
  /** The page it stands on, and where it is sent. */
  readonly page: string
  readonly action: string
  readonly multipart: boolean
  readonly hidden: Readonly<Record<string, string>>
  readonly fields: readonly FormControl[]
  /** Names and values of buttons that have one. */
  readonly buttons: readonly (readonly [string, string])[]
}

export interface FormControl {
  readonly name: string
  /** As in HTML; also `textarea` and `select`. */
  readonly type: string
  readonly value: string
  readonly required: boolean
  readonly options: readonly string[]
}

/** The forms of a page that change something. */
export function formsOf(html: string, page: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, start = '', inside = '']) => {
    if (attribute(start, 'method') !== 'post') return []
    const controls = [...inputsOf(inside), ...selectsOf(inside), ...textareasOf(inside)]
    const hidden = controls.filter(({ type }) => type === 'hidden')
    return [
      {
        page,
        action: attribute(start, 'action') ?? page,
        multipart: attribute(start, 'enctype') === 'multipart/form-data',
        hidden: Object.fromEntries(hidden.map(({ name, value }) => [name, value])),
        fields: controls.filter(({ type }) => type !== 'hidden'),
        buttons: [...inside.matchAll(/<button\b([^>]*)>/g)].flatMap(([, button = '']) => {
          const name = attribute(button, 'name')
          return name ? [[name, attribute(button, 'value') ?? ''] as const] : []
        }),
      },
    ]
  })
}

function inputsOf(html: string): FormControl[] {
  const groups = new Map<string, FormControl>()
  for (const [, input = ''] of html.matchAll(/<input\b((?:[^>"]|"[^"]*")*)>/g)) {
    const name = attribute(input, 'name')
    const type = attribute(input, 'type') ?? 'text'
    if (!name) continue
    const value = attribute(input, 'value') ?? ''
    const known = groups.get(name)
    const several = type === 'radio' || type === 'checkbox'
    groups.set(name, {
      name,
      type: known?.type ?? type,
      value: known?.value || (several && !/\bchecked\b/.test(input) ? '' : value),
      required: (known?.required ?? false) || /\brequired\b/.test(input),
      options: [...(known?.options ?? []), ...(several ? [value] : [])],
    })
  }
  return [...groups.values()]
}

const selectsOf = (html: string): FormControl[] =>
  [...html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)].flatMap(([, start = '', inside = '']) => {
    const options = [...inside.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => ({
      value: attribute(option, 'value') ?? '',
      selected: /\bselected\b/.test(option),
    }))
    const value = (options.find(({ selected }) => selected) ?? options[0])?.value ?? ''
    const required = /\brequired\b/.test(start)
    return [
      {
        name: attribute(start, 'name') ?? '',
        type: 'select',
        value,
        required,
        options: options.map((one) => one.value),
      },
    ]
  })

const textareasOf = (html: string): FormControl[] =>
  [...html.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)].map(([, start = '', value = '']) => ({
    name: attribute(start, 'name') ?? '',
    type: 'textarea',
    value: unescaped(value),
    required: /\brequired\b/.test(start),
    options: [],
  }))

function attribute(element: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(element)?.[1]
  return found === undefined ? undefined : unescaped(found)
}

const unescaped = (text: string): string =>
  text
    .replaceAll(/&#34;|&quot;/g, '"')
    .replaceAll(/&#39;/g, "'")
    .replaceAll(/&lt;|&#60;/g, '<')
    .replaceAll(/&gt;|&#62;/g, '>')
    .replaceAll(/&amp;|&#38;/g, '&')

/** What is sent: each field has what `fill` says, undefined leaves it out. */
export function filled(form: Form, fill: (field: FormControl) => string | File | undefined): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(form.hidden)) data.append(name, value)
  for (const field of form.fields) {
    const value = fill(field)
    if (value !== undefined) data.append(field.name, value)
  }
  return data
}

/** What somebody would write there. */
export function plausible({ name, type, value, options }: FormControl): string | File | undefined {
  if (value !== '' && type !== 'file') return value
  if (options.length > 0) return options.find((option) => option !== '')
  switch (type) {
    case 'email':
      return 'probe@example.com'
    case 'number':
      return '2'
    case 'date':
      return '2026-12-15'
    case 'month':
      return '2027-01'
    case 'url':
      return 'https://example.com'
    case 'tel':
      return '+49 30 1234567'
    case 'file':
      return new File(['sku;quantity;day\nX;1;2026-11-30\n'], 'probe.csv')
    default:
      return /amount|cost|requested|spent|quantity|price/i.test(name) ? '100' : 'Probe text'
  }
}
