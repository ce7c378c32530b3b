import type { FieldIssue, Hook, On } from '@tessera/core'
import { dealRoles, Opportunity, type SfaModel, Stage } from '../model.ts'

/** A gate that no opportunity could ever be held against would shut its stage for good. */
export const gatesCheck = (on: On<typeof SfaModel>): Hook =>
  on(Stage).validate('save', { fields: ['gates'], name: 'gates' }, ({ row }) => wrongGates(row.gates))

function wrongGates(gates: unknown): FieldIssue[] {
  if (!Array.isArray(gates)) return [finding('Gates are a list, such as [{"field": "amount"}].')]
  return gates.flatMap((gate: unknown, index) => {
    const wrong = wrongWith(gate)
    return wrong ? [finding(`Gate ${index + 1}: ${wrong}`)] : []
  })
}

const finding = (message: string): FieldIssue => ({ field: 'gates', code: 'GATES', message })

const kinds = ['field', 'contact', 'lines', 'competitors'] as const

function wrongWith(gate: unknown): string | null {
  if (typeof gate !== 'object' || gate === null) return 'it is no object, such as {"field": "amount"}.'
  const rule = gate as Readonly<Record<string, unknown>>
  const [kind, ...more] = kinds.filter((name) => name in rule)
  if (!kind || more.length > 0) return `it must name exactly one of ${kinds.join(', ')}.`
  const allowed = kind === 'field' ? ['field', 'atLeast', 'currency'] : [kind]
  const unknown = Object.keys(rule).find((name) => !allowed.includes(name))
  if (unknown) return `«${unknown}» is not known beside «${kind}».`
  if (kind === 'contact')
    return dealRoles.includes(rule.contact as never) ? null : `the role is one of ${dealRoles.join(', ')}.`
  if (kind !== 'field')
    return Number.isInteger(rule[kind]) && (rule[kind] as number) > 0 ? null : `«${kind}» is a whole number above 0.`
  return wrongField(rule)
}

const measured: ReadonlySet<string> = new Set(['money', 'percent', 'decimal', 'int'])

function wrongField({ field, atLeast, currency }: Readonly<Record<string, unknown>>): string | null {
  const known = Object.keys(Opportunity.fields)
  const definition = new Map(Object.entries(Opportunity.fields)).get(String(field))?.definition
  if (!definition) return `an opportunity has no field «${String(field)}». Known: ${known.join(', ')}.`
  if (atLeast !== undefined && !(typeof atLeast === 'string' && /^\d{1,17}(\.\d{1,6})?$/.test(atLeast)))
    return '«atLeast» is a decimal as text, such as "1000.00".'
  if (atLeast !== undefined && !measured.has(definition.kind)) return `«${String(field)}» is no number or amount.`
  if (currency !== undefined && !(definition.kind === 'money' && /^[A-Z]{3}$/.test(String(currency))))
    return '«currency» belongs to an amount, as an ISO 4217 code such as EUR.'
  return null
}
