import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, TesseraError } from '@tessera/core'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { mailSettings } from '../settings.ts'

/** What takes a mail away. */
export interface Transport {
  sendMail(mail: SendMailOptions): Promise<unknown>
}

const servers = new Map<string, Transporter>()

/** The mail server of the settings, or their folder. @throws MAIL_NOT_CONFIGURED */
export function transportOf(ctx: Context): Transport {
  const { smtpUrl, folder } = ctx.settings(mailSettings)
  if (smtpUrl) return serverOf(smtpUrl.reveal())
  if (folder) return folderOf(folder)
  throw new TesseraError('MAIL_NOT_CONFIGURED')
}

function serverOf(url: string): Transporter {
  const known = servers.get(url)
  if (known) return known
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
  const made = createTransport({ url, ...timeouts })
  servers.set(url, made)
  return made
}

const folderOf = (folder: string): Transport => ({
  async sendMail(mail) {
    const { message, messageId } = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail)
    const name = messageId.replace(/[<>]|@.*/g, '')
    await mkdir(folder, { recursive: true })
    const unfinished = join(folder, `.${name}`)
    await writeFile(unfinished, message as Buffer)
    await rename(unfinished, join(folder, `${name}.eml`))
  },
})
