import { pluralRules } from './intl.ts'

/** Values for the places of a text: `{count}`. */
export type TextParams = Readonly<Record<string, string | number>>

/**
 * A text by its key, in the person's language. `{name}` is filled in; `{count|one order|{count} orders}` chooses by the language's
 * plural rule (the last form is for «other»; two forms are one and other). A key without a text comes back as it is.
 */
export interface Translate {
  (key: string, params?: TextParams): string
  /** Whether there is a text. */
  has(key: string): boolean
}

export function translator(locale: string, texts: Readonly<Record<string, string>>): Translate {
  const plurals = pluralRules(locale)
  const fill = (text: string, params: TextParams): string =>
    text
      .replace(/\{(\w+)((?:\|(?:[^{}]|\{\w+\})*)+)\}/g, (_all, name: string, forms: string) => {
        const choices = forms.slice(1).split('|')
        const isOne = plurals.select(Number(params[name])) === 'one'
        return (isOne ? choices[0] : choices.at(-1)) ?? ''
      })
      .replace(/\{(\w+)\}/g, (all, name: string) => (name in params ? String(params[name]) : all))
  const t = (key: string, params: TextParams = {}): string => {
    const text = texts[key]
    if (text === undefined) return key
    return text.includes('{') ? fill(text, params) : text
  }
  return Object.assign(t, { has: (key: string) => Object.hasOwn(texts, key) })
}
