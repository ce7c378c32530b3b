import { createHash } from 'node:crypto'
import { type Context, type Id, issue, Reject, TesseraError } from '@tessera/core'
import { AgreementAcceptance, type PrmModel } from '../../model.ts'
import { lock } from '../lock.ts'
import { openEditions } from './agreements-of.ts'

type Ctx = Context<typeof PrmModel>

export interface Signature {
  /** As typed by whoever accepts. */
  readonly name: string
  readonly language: 'en' | 'zh'
}

/**
 * Accepts an edition in force for one's own partner, as its administrator. Accepted before, it gives that acceptance.
 * @throws FORBIDDEN to others, NOT_FOUND, REJECTED with `prm.editionNotOpen`
 */
export function acceptAgreement(ctx: Ctx, edition: Id, { name, language }: Signature): Promise<Id> {
  const { actor } = ctx
  if (actor.kind !== 'partner' || !actor.roles.includes('admin'))
    throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'accept', what: 'agreements of a partner' })
  if (name.trim() === '') throw new TesseraError('VALIDATION', {}, { issues: [issue(['name'], 'REQUIRED')] })
  return ctx.transaction(async (inside) => {
    const system = inside.asSystem('records that a partner accepted an agreement') as Ctx
    // Nobody changes the text meanwhile, and a second click finds the first.
    await lock(system, `prm.edition ${edition}`)
    const where = { partner: { eq: actor.partner }, edition: { eq: edition } }
    const [known] = await system.list(AgreementAcceptance, { where, limit: 1 })
    if (known) return known.id
    const open = (await openEditions(inside, actor.partner)).find(({ id }) => id === edition)
    if (!open)
      throw new Reject(
        'prm.editionNotOpen',
        'This is no edition that waits for you. Reload and accept the one in force.',
      )
    const { id } = await system.mutate(AgreementAcceptance).create({
      partner: actor.partner,
      edition,
      user: actor.id,
      name,
      at: ctx.now(),
      address: ctx.address?.slice(0, 64) ?? null,
      language,
      textHash: textHash(open, language),
    })
    return id
  })
}

/** What proves which text somebody saw: SHA-256 of title, line end and text. Without a translation the original is shown. */
export function textHash(
  edition: {
    readonly title: string
    readonly body: string
    readonly titleZh: string | null
    readonly bodyZh: string | null
  },
  language: 'en' | 'zh',
): string {
  const zh = language === 'zh' && edition.bodyZh !== null
  const text = zh ? `${edition.titleZh ?? edition.title}\n${edition.bodyZh}` : `${edition.title}\n${edition.body}`
  return createHash('sha256').update(text).digest('base64url')
}
