import { type Context, contributionPoint } from '@tessera/core'

/** Makes a file to attach, when the mail is sent. Asked as the system: what it may attach was decided when the mail was. */
export interface AttachmentMaker {
  /** As in `application/pdf`. */
  readonly contentType: string
  make(ctx: Context, input: unknown): Promise<Uint8Array>
}

/**
 * Where plugins say what mails can bring along. Only the name of the maker and its input wait in the queue, not the file.
 * @example contributes: [mailAttachments.add('orders.quotePdf', { contentType: 'application/pdf', make: quotePdf })]
 */
export const mailAttachments = contributionPoint<AttachmentMaker>('mail.attachments')
