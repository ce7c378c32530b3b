import { type Context, type Id, issue, Reject, type RowIn, sql, TesseraError } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { FormSubmission, LeadForm, type SfaModel } from '../../model.ts'
import { confirmationMail } from './confirmation-mail.ts'
import { consentField, tokenField, trapField } from './form-rules.ts'
import { ageOf, hashOf, newSecret } from './form-token.ts'
import { knownLead, makeLead, noteOnLead } from './make-lead.ts'
import { networkOf } from './network-of.ts'
import { readValues } from './read-values.ts'

type Ctx = Context<typeof SfaModel>
export type Form = RowIn<typeof SfaModel, typeof LeadForm>

export interface Sending {
  /** Everything that was sent; what the form does not have is left out. */
  readonly sent: Readonly<Record<string, unknown>>
  /** The sender's network address. */
  readonly address: string
  /** The `Origin` header; null where there is none, or it is the server's own. */
  readonly origin: string | null
  readonly language: 'en' | 'zh'
}

/**
 * `thanks`: it was dealt with, which is all the sender learns, whether it made a lead, was known, or seems to be a machine's.
 * `again`: it carried no signed time, or came faster than people write; ask to send it once more with a new one.
 */
export type Answer = { readonly type: 'thanks'; readonly confirm: boolean } | { readonly type: 'again' }

/** At most so many mails go to one person in a day, however often somebody asks for them. */
const mailsADay = 3

/** A form that takes leads now. @throws NOT_FOUND */
export async function openForm(ctx: Ctx, key: string): Promise<Form> {
  const [form] = await ctx.list(LeadForm, { where: { key: { eq: key }, active: { eq: true } }, limit: 1 })
  if (!form) throw new TesseraError('NOT_FOUND', { entity: 'form', id: key.slice(0, 60) })
  return form
}

/**
 * Takes what somebody sent by a form, as the system.
 * @throws VALIDATION for what is missing, also for the consent; REJECTED with `sfa.formOrigin`; RATE_LIMITED
 */
export async function submitForm(system: Ctx, form: Form, sending: Sending): Promise<Answer> {
  const { sent, address, origin } = sending
  if (origin !== null && origin !== new URL(system.company.publicUrl).origin && !form.origins.includes(origin))
    throw new Reject('sfa.formOrigin', 'This website may not send this form. Add its origin to the form.')
  const trapped = typeof sent[trapField] === 'string' && sent[trapField] !== ''
  if (!trapped) {
    const token = typeof sent[tokenField] === 'string' ? sent[tokenField] : null
    const age = ageOf(form.signingKey ?? '', form.key, token, system.now())
    if (age === null || age < form.fillTime * 1000) return { type: 'again' }
  }
  const values = trapped ? {} : readValues(form.fields, sent)
  if (!trapped && form.consentText !== null && !['on', 'yes', 'true', true].includes(sent[consentField] as string))
    throw new TesseraError('VALIDATION', {}, { issues: [issue([consentField], 'REQUIRED')] })
  await system.transaction(async (ctx) => {
    await withinLimit(ctx, form, networkOf(address))
    if (trapped)
      await keep(ctx, form, sending, values, { state: 'spam', why: 'filled in a field that people do not see' })
    else await take(ctx, form, sending, values)
  })
  return { type: 'thanks', confirm: form.doubleOptIn }
}

async function withinLimit(ctx: Ctx, form: Form, network: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sfa.form ${form.id} ${network}`}, 0))`.execute(ctx.db)
  const since = new Date(ctx.now().getTime() - 3_600_000)
  const { rows } = await sql<{ count: number; first: Date }>`
    select count(*)::int as count, min(at) as first from crm.form_submission
    where form_id = ${form.id} and network = ${network} and at > ${since}`.execute(ctx.db)
  const { count = 0, first } = rows[0] ?? {}
  if (count < form.mostPerHour || !first) return
  const seconds = Math.max(1, Math.ceil((new Date(first).getTime() - since.getTime()) / 1000))
  throw new TesseraError('RATE_LIMITED', { seconds })
}

async function take(ctx: Ctx, form: Form, sending: Sending, values: Record<string, string>): Promise<void> {
  const email = values.email?.toLowerCase() ?? null
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sfa.sender ${email ?? JSON.stringify(values)}`}, 0))`.execute(
    ctx.db,
  )
  if (await justSent(ctx, form, email, values)) {
    await keep(ctx, form, sending, values, { state: 'repeated', why: 'sent a moment before' })
    return
  }
  if (!form.doubleOptIn) {
    const { state, lead } = await becomeLead(ctx, form, { values, email })
    await keep(ctx, form, sending, values, { state, lead })
    return
  }
  const day = new Date(ctx.now().getTime() - 86_400_000)
  const waiting = await ctx.list(FormSubmission, {
    where: { email: { eq: email }, tokenHash: { isNull: false }, at: { gt: day } },
    limit: mailsADay,
  })
  if (waiting.length >= mailsADay || email === null) {
    await keep(ctx, form, sending, values, { state: 'repeated', why: 'enough mails for a day' })
    return
  }
  const secret = newSecret()
  const expiresAt = new Date(ctx.now().getTime() + form.confirmWithin * 1000)
  await keep(ctx, form, sending, values, { state: 'waiting', tokenHash: hashOf(secret), expiresAt })
  await sendMail(ctx, confirmationMail(ctx.company, form, email, secret, sending.language))
}

/** Makes a lead, or adds to the one there is. */
export async function becomeLead(
  ctx: Ctx,
  form: Form,
  sent: { readonly values: Readonly<Record<string, string>>; readonly email: string | null },
): Promise<{ state: 'taken' | 'repeated'; lead: Id }> {
  const known = await knownLead(ctx, sent.email)
  if (known === null) return { state: 'taken', lead: await makeLead(ctx, form, sent) }
  await noteOnLead(ctx, known, form, sent)
  return { state: 'repeated', lead: known }
}

/** The same by the same person within ten minutes: a second click. */
async function justSent(ctx: Ctx, form: Form, email: string | null, values: Record<string, string>): Promise<boolean> {
  const since = new Date(ctx.now().getTime() - 600_000)
  const { rows } = await sql`
    select from crm.form_submission where form_id = ${form.id} and at > ${since} and email is not distinct from ${email}
      and state in ('waiting', 'taken', 'repeated') and "values" = ${JSON.stringify(values)}::jsonb limit 1`.execute(
    ctx.db,
  )
  return rows.length > 0
}

type Kept = Pick<Partial<RowIn<typeof SfaModel, typeof FormSubmission>>, 'why' | 'lead' | 'tokenHash' | 'expiresAt'> & {
  readonly state: 'waiting' | 'taken' | 'repeated' | 'spam'
}

async function keep(
  ctx: Ctx,
  form: Form,
  { address }: Sending,
  values: Record<string, string>,
  kept: Kept,
): Promise<void> {
  const agreed = form.consentText !== null && kept.state !== 'spam'
  await ctx.mutate(FormSubmission).create({
    form: form.id,
    at: ctx.now(),
    values,
    email: values.email?.toLowerCase() ?? null,
    address: address.slice(0, 64),
    network: networkOf(address),
    consentText: agreed ? form.consentText : null,
    consentVersion: agreed ? form.consentVersion : null,
    ...kept,
  })
}
