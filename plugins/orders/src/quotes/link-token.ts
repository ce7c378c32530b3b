import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context, Id, Row } from '@tessera/core'
import { type OrdersModel, QuoteLink, type QuoteRevision } from '../model.ts'

type Ctx = Context<typeof OrdersModel>

/** A new token of 256 random bits, in 43 characters fit for a path. */
const newToken = (): string => randomBytes(32).toString('base64url')

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** For how long after its quote ended a link still says so, before it says nothing at all. */
const daysBeyond = 60

/** Makes a link to a revision for somebody, and gives its address: the only time it can be seen. `ctx` has every right. */
export async function makeLink(
  ctx: Ctx,
  revision: Row<typeof QuoteRevision>,
  whom: { readonly contact: Id | null; readonly email: string | null },
): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(`${revision.validUntil}T00:00:00Z`)
  expiresAt.setUTCDate(expiresAt.getUTCDate() + daysBeyond)
  await ctx.mutate(QuoteLink).create({
    revision: revision.id,
    tokenHash: hashOf(token).toString('hex'),
    contact: whom.contact,
    email: whom.email,
    expiresAt,
  } as never)
  return `${ctx.company.publicUrl}/q/${token}`
}

/** The link of a token, or null. A token is looked up by its hash, so that how long that takes tells nothing of the token. */
export async function findLink(ctx: Ctx, token: string): Promise<Row<typeof QuoteLink> | null> {
  if (!/^[\w-]{43}$/.test(token)) return null
  const hash = hashOf(token)
  const [link] = await ctx.list(QuoteLink, { where: { tokenHash: { eq: hash.toString('hex') } }, limit: 1 })
  return link && timingSafeEqual(Buffer.from(link.tokenHash, 'hex'), hash) ? link : null
}
