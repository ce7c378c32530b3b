import type { Portal } from '@tessera/portal/runtime'
import { countryName } from '../deals/countries.ts'
import type { LeadRule, RuleCondition } from './rules.operations.ts'

/** What the form asks of a lead; conditions of another kind, written over the API, stay as they are. */
export interface AskedOfLeads {
  readonly countries: string | null
  readonly regions: string | null
  readonly industries: string | null
  readonly interests: readonly string[]
  readonly employees: number | null
}

const lists = { country: 'countries', region: 'regions', industry: 'industries' } as const

const isList = (one: RuleCondition): boolean => one.is === 'in' && (one.field in lists || one.field === 'interest')
const isSize = (one: RuleCondition): boolean => one.field === 'employees' && one.is === 'atLeast'

const textsOf = (value: RuleCondition['value']): readonly string[] => [value ?? []].flat().map(String)

/** Conditions as the form shows them. Of several about one field only the first is its; the rest is kept. */
export function askedBy(
  conditions: readonly RuleCondition[],
): AskedOfLeads & { readonly rest: readonly RuleCondition[] } {
  const own = new Map<string, RuleCondition>()
  const rest: RuleCondition[] = []
  for (const one of conditions) {
    if ((isList(one) || isSize(one)) && !own.has(one.field)) own.set(one.field, one)
    else rest.push(one)
  }
  const list = (field: string): string | null => textsOf(own.get(field)?.value).join(', ') || null
  const employees = own.get('employees')?.value
  return {
    countries: list('country'),
    regions: list('region'),
    industries: list('industry'),
    interests: textsOf(own.get('interest')?.value),
    employees: employees === undefined ? null : Number(employees),
    rest,
  }
}

const split = (text: string | null): readonly string[] => [
  ...new Set(
    (text ?? '')
      .split(/[,，、;\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
]

/** And back again. */
export function conditionsOf(asked: AskedOfLeads, rest: readonly RuleCondition[]): readonly RuleCondition[] {
  const list = (field: string, value: readonly string[]): RuleCondition[] =>
    value.length > 0 ? [{ field, is: 'in', value }] : []
  return [
    ...list(
      'country',
      split(asked.countries).map((code) => code.toUpperCase()),
    ),
    ...list('region', split(asked.regions)),
    ...list('industry', split(asked.industries)),
    ...list('interest', asked.interests),
    ...(asked.employees === null ? [] : [{ field: 'employees', is: 'atLeast', value: asked.employees }]),
    ...rest,
  ]
}

/** A condition in one line, as a list of rules shows it. */
export function conditionText(
  { t, language, format }: Pick<Portal, 't' | 'language' | 'format'>,
  { field, is, value }: RuleCondition,
  nameOf: (id: string) => string = (id) => id,
): string {
  const named = field === 'country' ? (code: string) => countryName(code, language) : nameOf
  const values = format.list(textsOf(value).map(named))
  if (is === 'in') return values
  if (is === 'atLeast')
    return field === 'employees' ? t('prm.leads.rules.size', { count: Number(values) }) : `${field} ≥ ${values}`
  return `${field} ${is} ${values}`.trim()
}

/** A rule as the fields of its form begin. */
export function ruleValues(rule: LeadRule): Readonly<Record<string, string | readonly string[] | null>> {
  const { rest: _, ...asked } = askedBy(rule.conditions)
  const text = (value: number | null): string | null => (value === null ? null : String(value))
  const flag = (value: boolean): string | null => (value ? '1' : null)
  return {
    ...asked,
    employees: text(asked.employees),
    name: rule.name,
    area: rule.area,
    program: rule.programId,
    position: text(rule.position),
    minimumRank: text(rule.minimumRank),
    responseHours: text(rule.responseHours),
    maxOffers: text(rule.maxOffers),
    bySpeciality: flag(rule.bySpeciality),
    byTier: flag(rule.byTier),
    byPerformance: flag(rule.byPerformance),
    active: flag(rule.active),
  }
}
