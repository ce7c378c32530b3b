import { type Context, issue, Reject, type RowIn, sql, TesseraError } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { ageOf, consentField, hashOf, networkOf, newSecret, tokenField, trapField } from '@tessera/plugin-sfa'
import { PartnerApplication, PartnerForm, type PrmModel } from '../../model.ts'
import { lock } from '../lock.ts'
import { readApplication } from './application-fields.ts'
import { confirmationMail } from './application-mail.ts'

type Ctx = Context<typeof PrmModel>
export type Form = RowIn<typeof PrmModel, typeof PartnerForm>

export interface Sending {
  /** Everything that was sent; what the form does not ask is left out. */
  readonly sent: Readonly<Record<string, unknown>>
  /** The sender's network address. */
  readonly address: string
  /** The `Origin` header; null where there is none, or it is the server's own. */
  readonly origin: string | null
  readonly language: 'en' | 'zh'
}

/**
 * `thanks`: it was dealt with, which is all the sender learns. `again`: it carried no signed time, or came faster than people write; ask
 * to send it once more with a new one.
 */
export type Answer = 'thanks' | 'again'

/** At most so many mails go to one person in a day, however often somebody asks for them. */
const mailsADay = 3

/** A form that takes applications now. @throws NOT_FOUND */
export async function openForm(system: Ctx, key: string): Promise<Form> {
  const [form] = await system.list(PartnerForm, { where: { key: { eq: key }, active: { eq: true } }, limit: 1 })
  if (!form) throw new TesseraError('NOT_FOUND', { entity: 'form', id: key.slice(0, 60) })
  return form
}

/**
 * Takes what somebody sent by a form, as the system. Nothing comes of it until the link in a mail is opened and its button pressed.
 * @throws VALIDATION for what is missing, also for the consent; REJECTED with `prm.formOrigin`; RATE_LIMITED
 */
export async function submitApplication(system: Ctx, form: Form, sending: Sending): Promise<Answer> {
  const { sent, address, origin } = sending
  if (origin !== null && origin !== new URL(system.company.publicUrl).origin && !form.origins.includes(origin))
    throw new Reject('prm.formOrigin', 'This website may not send this form. Add its origin to the form.')
  // Whoever fills in what people do not see is told the same as everybody.
  if (typeof sent[trapField] === 'string' && sent[trapField] !== '') return 'thanks'
  const token = typeof sent[tokenField] === 'string' ? sent[tokenField] : null
  const age = ageOf(form.signingKey ?? '', form.key, token, system.now())
  if (age === null || age < form.fillTime * 1000) return 'again'
  const values = readApplication(sent, form.types)
  if (form.consentText !== null && !['on', 'yes', 'true', true].includes(sent[consentField] as string))
    throw new TesseraError('VALIDATION', {}, { issues: [issue([consentField], 'REQUIRED')] })
  await system.transaction(async (ctx) => {
    await withinLimit(ctx, form, networkOf(address))
    await take(ctx, form, sending, values)
  })
  return 'thanks'
}

async function withinLimit(ctx: Ctx, form: Form, network: string): Promise<void> {
  await lock(ctx, `prm.form ${form.id} ${network}`)
  const since = new Date(ctx.now().getTime() - 3_600_000)
  const { rows } = await sql<{ count: number; first: Date | null }>`
    select count(*)::int as count, min(created_at) as first from crm.partner_application
    where form_id = ${form.id} and network = ${network} and created_at > ${since}`.execute(ctx.db)
  const { count = 0, first } = rows[0] ?? {}
  if (count < form.mostPerHour || !first) return
  throw new TesseraError('RATE_LIMITED', {
    seconds: Math.max(1, Math.ceil((new Date(first).getTime() - since.getTime()) / 1000)),
  })
}

async function take(ctx: Ctx, form: Form, sending: Sending, values: ReturnType<typeof readApplication>): Promise<void> {
  const { contactEmail } = values
  await lock(ctx, `prm.applicant ${contactEmail}`)
  const own = await ctx.list(PartnerApplication, {
    where: { contactEmail: { eq: contactEmail } },
    orderBy: [{ createdAt: 'desc' }],
    limit: 50,
  })
  // A second click; or somebody whose application is being looked at, who needs no second one.
  const moment = ctx.now().getTime() - 600_000
  const same = own.some((one) => one.company === values.company && one.createdAt.getTime() > moment)
  if (same || own.some(({ status }) => status === 'confirmed' || status === 'vetting')) return
  const day = ctx.now().getTime() - 86_400_000
  if (own.filter(({ createdAt }) => createdAt.getTime() > day).length >= mailsADay) return
  const secret = newSecret()
  const { language } = sending
  await ctx.mutate(PartnerApplication).create({
    ...values,
    language,
    form: form.id,
    program: form.program,
    address: sending.address.slice(0, 64),
    network: networkOf(sending.address),
    consentText: (language === 'zh' ? form.consentTextZh : null) ?? form.consentText,
    consentVersion: form.consentText === null ? null : form.consentVersion,
    tokenHash: hashOf(secret),
    expiresAt: new Date(ctx.now().getTime() + form.confirmWithin * 1000),
  })
  await sendMail(ctx, confirmationMail(ctx.company, form, { to: contactEmail, secret, language }))
}
