import type { Contribution } from '@tessera/core'
import { mailAttachments } from '@tessera/plugin-mail'
import { z } from 'zod'
import { QuoteRevision } from '../../model.ts'

const inputSchema = z.object({ revision: z.uuid() })

/** The PDF of a revision, for mails. */
export const quoteAttachment: Contribution = mailAttachments.add('orders.quotePdf', {
  contentType: 'application/pdf',
  async make(ctx, input) {
    const { revision } = inputSchema.parse(input)
    const { document, sentAt } = await ctx.get(QuoteRevision, revision)
    // Fonts and all: loaded by those who make one.
    const { quotePdf } = await import('./quote-pdf.ts')
    return quotePdf(document, sentAt)
  },
})
