import type { Label } from '../model/field.ts'

/** A description from a label and a help text, in every language they are given in: `Account · 客户`. */
export function describe(
  label: Label | undefined,
  help?: Label | undefined,
  unit?: string | undefined,
): string | undefined {
  const lines = [texts(label), texts(help), unit ? `Unit: ${unit}.` : ''].filter((line) => line !== '')
  return lines.length === 0 ? undefined : lines.join('\n\n')
}

function texts(label: Label | undefined): string {
  if (label === undefined) return ''
  return typeof label === 'string' ? label : [...new Set(Object.values(label))].join(' · ')
}
