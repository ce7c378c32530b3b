import { type FieldIssue, type Hook, type On, Reject } from '@tessera/core'
import { newSecret } from '@tessera/plugin-sfa'
import { PartnerApplication, PartnerForm, type PrmModel, VettingCheck } from '../../model.ts'
import { partnerTypes } from '../../programs/partner-program.ts'
import { countryIssues } from './countries.ts'

/** Forms that can work, applications that stay as they were decided, checks that say who made them. */
export const applicationRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(PartnerForm).validate('save', { name: 'form' }, ({ row }) => [
    ...(/^[a-z0-9][a-z0-9-]*$/.test(row.key)
      ? []
      : refuse('key', 'FORM', 'A key has small letters, digits and hyphens.')),
    ...typeIssues(row.types),
    ...originIssues(row.origins),
  ]),
  on(PartnerForm).before('save', { name: 'form' }, ({ old, row }) => ({
    signingKey: row.signingKey ?? newSecret(),
    consentVersion:
      old && (old.consentText !== row.consentText || old.consentTextZh !== row.consentTextZh)
        ? old.consentVersion + 1
        : (row.consentVersion ?? 1),
  })),
  on(PartnerApplication).validate('save', { name: 'country', fields: ['countryCode'] }, ({ row }) =>
    countryIssues(row.countryCode),
  ),
  on(PartnerApplication).before('create', { name: 'entered' }, ({ ctx, row }) => {
    // What somebody of us enters needs no mail to be believed.
    if (ctx.actor.kind === 'system') return
    if (!row.contactEmail)
      throw new Reject('prm.applicantEmail', 'Give the e-mail address of the contact: the first invitation goes there.')
    return { status: 'confirmed', confirmedAt: ctx.now() }
  }),
  on(PartnerApplication).before(['update', 'delete'], { name: 'decided' }, ({ ctx, old }) => {
    if (ctx.actor.kind !== 'system' && old && ['approved', 'rejected', 'expired'].includes(old.status))
      throw new Reject('prm.applicationDecided', 'This application was decided and stays as it is. Enter a new one.')
  }),
  on(VettingCheck).before('save', { name: 'vetting' }, async ({ ctx, row }) => {
    const system = ctx.asSystem('looks how far an application is')
    const { status } = await system.get(PartnerApplication, row.application)
    if (status !== 'vetting')
      throw new Reject(
        'prm.applicationState',
        'Checks belong to an application that is being vetted. Begin that first.',
      )
  }),
  on(VettingCheck).before('save', { name: 'done', fields: ['result'] }, ({ ctx, row, old }) => {
    if (row.result === 'open') return { doneAt: null, doneBy: null }
    if (row.result === old?.result) return
    return { doneAt: ctx.now(), doneBy: 'id' in ctx.actor ? ctx.actor.id : null }
  }),
]

const refuse = (field: string, code: string, message: string): FieldIssue[] => [{ field, code, message }]

function typeIssues(types: unknown): FieldIssue[] {
  const known = Array.isArray(types) && types.length > 0 && types.every((type) => partnerTypes.includes(type))
  return known ? [] : refuse('types', 'FORM', `Give some of ${partnerTypes.join(', ')}.`)
}

function originIssues(origins: unknown): FieldIssue[] {
  if (!Array.isArray(origins)) return refuse('origins', 'FORM', 'Give a list of origins.')
  const wrong = origins.find((origin) => typeof origin !== 'string' || URL.parse(origin)?.origin !== origin)
  return wrong === undefined
    ? []
    : refuse('origins', 'FORM', `«${String(wrong)}» is no origin. Write it as https://www.example.com.`)
}
