import type { FieldIssue, Hook, On } from '@tessera/core'
import { LeadForm, type SfaModel } from '../../model.ts'
import { newSecret } from './form-token.ts'

/** Fields of a lead that a visitor may fill in. */
export const leadFieldNames: ReadonlySet<string> = new Set([
  'firstName',
  'lastName',
  'company',
  'jobTitle',
  'email',
  'phone',
  'mobile',
  'website',
  'language',
  'industry',
  'employees',
  'street',
  'city',
  'region',
  'postalCode',
  'countryCode',
  'description',
])

/** Names a form's own machinery uses. */
export const tokenField = '_token'
export const trapField = 'contact_by_fax'
export const consentField = 'consent'
const reserved: ReadonlySet<string> = new Set([tokenField, trapField, consentField])

/** Forms that can work: an address that fits into a link, fields, an e-mail to confirm by, origins that are origins. */
export const formRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(LeadForm).validate('save', { name: 'form' }, ({ row }) => [
    ...(/^[a-z0-9][a-z0-9-]*$/.test(row.key) && row.key !== 'confirm'
      ? []
      : refuse('key', 'A key has small letters, digits and hyphens, and is not «confirm».')),
    ...fieldIssues(row.fields, row.doubleOptIn),
    ...originIssues(row.origins),
  ]),
  on(LeadForm).before('save', { name: 'form' }, ({ old, row }) => ({
    signingKey: row.signingKey ?? newSecret(),
    consentVersion: old && old.consentText !== row.consentText ? old.consentVersion + 1 : (row.consentVersion ?? 1),
  })),
]

const refuse = (field: string, message: string): FieldIssue[] => [{ field, code: 'FORM', message }]

function fieldIssues(fields: unknown, doubleOptIn: boolean): FieldIssue[] {
  if (!Array.isArray(fields) || fields.length === 0 || fields.length > 40)
    return refuse('fields', 'Give 1 to 40 fields, each as { "name", "required", "label" }.')
  const names = fields.map((field) => (field as { name?: unknown } | null)?.name)
  const wrong = names.find(
    (name) => typeof name !== 'string' || !/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/.test(name) || reserved.has(name),
  )
  if (wrong !== undefined) return refuse('fields', `«${String(wrong)}» can not be the name of a field.`)
  if (new Set(names).size < names.length) return refuse('fields', 'Two fields have the same name.')
  const email = fields.find(({ name }) => name === 'email')
  return doubleOptIn && !email?.required
    ? refuse('fields', 'What is confirmed by e-mail needs a required field «email».')
    : []
}

function originIssues(origins: unknown): FieldIssue[] {
  if (!Array.isArray(origins)) return refuse('origins', 'Give a list of origins.')
  const wrong = origins.find((origin) => typeof origin !== 'string' || URL.parse(origin)?.origin !== origin)
  return wrong === undefined
    ? []
    : refuse('origins', `«${String(wrong)}» is no origin. Write it as https://www.example.com.`)
}
