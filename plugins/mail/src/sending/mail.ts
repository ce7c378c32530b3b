import { z } from 'zod'

// A line end in an address or a subject would begin a header of its own.
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\r\n]*$/, 'It must be one line.')
const address = z.union([
  z.email(),
  line(320).regex(/^[^<>@]*<[^<>@\s]+@[^<>@\s]+>$/, 'Write it as name@example.com or Name <name@example.com>.'),
])

/** A mail as it waits to be sent. */
export const mailSchema = z.object({
  to: z.array(address).min(1).max(50),
  cc: z.array(address).max(50).optional(),
  replyTo: address.optional(),
  subject: line(500),
  text: z.string().min(1).max(200_000),
  html: z.string().max(500_000).optional(),
  /** Made when the mail is sent, by a maker that a plugin contributes. */
  attachments: z
    .array(z.object({ name: line(200), maker: line(200), input: z.json().optional() }))
    .max(20)
    .optional(),
})

export type Mail = z.input<typeof mailSchema>
