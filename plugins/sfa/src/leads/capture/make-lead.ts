import { type Context, type Id, TesseraError } from '@tessera/core'
import { Interaction, Lead } from '@tessera/plugin-customers/model'
import type { SfaModel } from '../../model.ts'
import { leadFieldNames } from './form-rules.ts'

type Ctx = Context<typeof SfaModel>

export interface Sent {
  readonly values: Readonly<Record<string, string>>
  readonly email: string | null
}

interface Origin {
  readonly name: string
  readonly source: Id | null
  readonly campaign: string | null
}

/** The open lead of the person who wrote, if there is one: then this is one more message of it, and not a second lead. */
export async function knownLead(ctx: Ctx, email: string | null): Promise<Id | null> {
  if (email === null) return null
  const rows = await ctx.db
    .selectFrom('lead')
    .select('id')
    .where('deletedAt', 'is', null)
    .where('status', 'in', ['new', 'working', 'qualified'])
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .orderBy('id')
    .limit(1)
    .execute()
  return rows[0]?.id ?? null
}

export async function noteOnLead(ctx: Ctx, lead: Id, form: Origin, { values }: Sent): Promise<void> {
  await ctx.mutate(Interaction).create({
    type: 'other',
    channel: 'web form',
    direction: 'inbound',
    occurredAt: ctx.now(),
    subject: form.name,
    body: noteBody(values),
    lead,
  })
}

/** As much as an interaction holds: were it refused, the sender would learn that we know him. The submission has the rest. */
function noteBody(values: Sent['values']): string {
  let body = ''
  for (const [name, value] of Object.entries(values)) {
    const paragraph = `<p>${escaped(name)}: ${escaped(value)}</p>`
    if (body.length + paragraph.length > longestNote) return `${body}<p>…</p>`
    body += paragraph
  }
  return body
}

/** Characters, with room left for the last paragraph of the 100,000 a text may have. */
const longestNote = 99_000

/** Makes a lead of what was sent. A value that a lead's field does not take, such as a phone number that is none, is kept as a further fact. */
export async function makeLead(ctx: Ctx, form: Origin, { values }: Sent): Promise<Id> {
  const odd = new Set<string>()
  for (;;) {
    const entries = Object.entries(values)
    const isField = (name: string): boolean => leadFieldNames.has(name) && !odd.has(name)
    const input: Record<string, unknown> = Object.fromEntries(
      entries.filter(([name]) => isField(name)).map(([name, value]) => [name, fieldValue(name, value)]),
    )
    if (!input.firstName && !input.lastName && !input.company)
      input.lastName = (values.email?.split('@')[0] ?? form.name).slice(0, 100)
    const facts = Object.fromEntries(entries.filter(([name]) => !isField(name)))
    try {
      return await ctx.transaction(
        async (unit) =>
          (await unit.mutate(Lead).create({ ...input, facts, source: form.source, campaign: form.campaign } as never))
            .id,
      )
    } catch (error) {
      const fields =
        error instanceof TesseraError && error.code === 'VALIDATION'
          ? error.issues.map(({ path }) => String(path.at(-1)))
          : []
      const fresh = fields.filter((name) => name in values && !odd.has(name))
      if (fresh.length === 0) throw error
      for (const name of fresh) odd.add(name)
    }
  }
}

function fieldValue(name: string, value: string): unknown {
  if (name === 'employees') return /^\d{1,9}$/.test(value) ? Number(value) : value
  return name === 'description' ? escaped(value).replaceAll('\n', '<br>') : value
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
