import { type Context, type Id, Reject, type Row } from '@tessera/core'
import { Contact } from '@tessera/plugin-customers/model'
import { sendMail } from '@tessera/plugin-mail'
import { type OrdersModel, Quote, QuoteRevision } from '../model.ts'
import { openRevision } from './answer-quote.ts'
import { makeLink } from './link-token.ts'
import { mailText } from './mail-text.ts'

type Ctx = Context<typeof OrdersModel>

/** How a quote goes out. */
export interface Sending {
  /** Recipients; the contact's address where none is given. */
  readonly to?: readonly string[] | null | undefined
  /** Stands at the top of the mail. */
  readonly message?: string | null | undefined
}

/**
 * Sends a quote: freezes its revision and mails it as PDF with a link by which it is accepted or declined; or sends the revision once more
 * that was sent already. Nothing of it happens unless all does.
 * @throws Reject `orders.noRecipient`, `orders.authorityExceeded`, `orders.quoteExpired`, `orders.quoteEmpty`; VALIDATION for an address
 *   that is none; FORBIDDEN, NOT_FOUND
 */
export async function sendQuote(ctx: Ctx, quoteId: Id, { to, message }: Sending = {}): Promise<Id> {
  return ctx.transaction(async (inner) => {
    const quote = await inner.mutate(Quote).update(quoteId, { status: 'sent' })
    const system = inner.asSystem('mails a quote')
    const revision = await system.get(QuoteRevision, await openRevision(system, quoteId))
    const contact = quote.contact === null ? null : await system.find(Contact, quote.contact)
    const recipients = to && to.length > 0 ? to : contact?.email ? [contact.email] : []
    if (recipients.length === 0)
      throw new Reject(
        'orders.noRecipient',
        `The quote ${quote.number} has no contact with an e-mail address. Say to whom it goes, or set its status to sent.`,
      )
    for (const email of recipients) await mailTo(inner, revision, email, contact, message ?? null)
    return quoteId
  })
}

async function mailTo(
  ctx: Ctx,
  revision: Row<typeof QuoteRevision>,
  email: string,
  contact: Row<typeof Contact> | null,
  message: string | null,
): Promise<void> {
  const { document } = revision
  const mine = contact?.email === email ? contact.id : null
  const link = await makeLink(ctx.asSystem('makes a link to a quote'), revision, { contact: mine, email })
  await sendMail(ctx, {
    to: [email],
    ...(document.seller ? { replyTo: document.seller.email } : {}),
    ...mailText(document, link, message),
    attachments: [
      {
        name: `${document.number}-${document.revision}.pdf`,
        maker: 'orders.quotePdf',
        input: { revision: revision.id },
      },
    ],
  })
}
