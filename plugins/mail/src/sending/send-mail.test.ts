import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { definePlugin, listDeliveries, model } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Mailbox, startMailbox } from '@tessera/testing/mail'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import mail, { mailAttachments, sendMail } from '../index.ts'
import { MailMessage } from '../model.ts'

class PapersModel extends model('papers', {}) {}
const papers = definePlugin(PapersModel)({
  contributes: [
    mailAttachments.add('papers.greeting', {
      contentType: 'application/pdf',
      make: async (_ctx, input) => Buffer.from(`%PDF for ${(input as { name: string }).name}`),
    }),
  ],
})

const hello = { to: ['Ann <ann@example.com>'], subject: 'Angebot für Dich – 报价', text: 'Hallo 你好' }

let box: Mailbox
let t: TestCrm

beforeEach(async () => {
  box = await startMailbox()
  t = await createTestCrm({
    plugins: [mail({ smtpUrl: box.url, from: 'Lindqvist <sales@lindqvist.example>' }), papers()],
  })
})

afterEach(async () => {
  await t.close()
  await box.close()
})

const statusOf = async (id: string) => (await t.system.get(MailMessage, id)).status

describe('a mail', () => {
  it('reaches the mail server once what it speaks of is committed, in any language, with its attachment', async () => {
    const attachments = [{ name: 'Gruß 你好.pdf', maker: 'papers.greeting', input: { name: 'Ann' } }]
    const id = await sendMail(t.system, { ...hello, html: '<p>你好</p>', replyTo: 'bo@lindqvist.example', attachments })
    expect(box.mails).toEqual([])
    await t.drain()
    expect(box.mails).toMatchObject([
      {
        from: { address: 'sales@lindqvist.example', name: 'Lindqvist' },
        to: [{ address: 'ann@example.com', name: 'Ann' }],
        replyTo: [{ address: 'bo@lindqvist.example' }],
        subject: hello.subject,
        text: expect.stringContaining('Hallo 你好'),
        html: expect.stringContaining('你好'),
        messageId: `<${id}@localhost.invalid>`,
        attachments: [{ filename: 'Gruß 你好.pdf', mimeType: 'application/pdf' }],
      },
    ])
    const [attachment] = box.mails[0]?.attachments ?? []
    expect(Buffer.from(attachment?.content as ArrayBuffer).toString()).toBe('%PDF for Ann')
    expect(await t.system.get(MailMessage, id)).toMatchObject({ status: 'sent', sentAt: t.clock.now(), error: null })
  })

  it('of work that failed is never sent', async () => {
    const work = t.system.transaction(async (ctx) => {
      await sendMail(ctx, hello)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    await t.drain()
    expect(box.mails).toEqual([])
  })

  it('waits for a mail server that says later, and is then sent once', async () => {
    box.refuse(450)
    const id = await sendMail(t.system, hello)
    await expect(t.drain()).rejects.toMatchObject({ code: 'DRAIN_TIMEOUT' })
    expect(await t.system.get(MailMessage, id)).toMatchObject({
      status: 'queued',
      error: expect.stringContaining('450'),
    })
    box.refuse(null)
    t.clock.advance({ minutes: 1 })
    await t.drain()
    expect(await statusOf(id)).toBe('sent')
    expect(box.mails).toHaveLength(1)
  })

  it('that a mail server will never take is recorded as failed, and not tried again', async () => {
    box.refuse(550)
    const id = await sendMail(t.system, hello)
    await t.drain()
    expect(await t.system.get(MailMessage, id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('550'),
    })
    expect(await listDeliveries(t.crm, { state: 'dead' })).toEqual([])
  })

  it('survives a crash right behind the commit', async () => {
    await t.crashAfterCommit(() => sendMail(t.system, hello))
    await t.restart()
    await t.drain()
    expect(box.mails).toHaveLength(1)
  })

  it('is refused with every reason, before anything is written', async () => {
    const bad = {
      to: ['nobody', 'a@example.com\r\nBcc: all@example.com'],
      subject: 'Hi\r\nBcc: all@example.com',
      text: 'x',
      attachments: [{ name: 'a.pdf', maker: 'papers.unknown' }],
    }
    await expect(sendMail(t.system, bad)).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['to', 0] }, { path: ['to', 1] }, { path: ['subject'] }],
    })
    await expect(sendMail(t.system, { ...hello, attachments: bad.attachments })).rejects.toThrow(
      'No plugin makes «papers.unknown».',
    )
    expect(await t.system.list(MailMessage)).toEqual([])
  })

  it('is asked for by anybody, but seen only with the permission, and written by nobody', async () => {
    const ann = await t.actor('user', { permissions: {} })
    const id = await sendMail(t.as(ann), hello)
    await expect(t.as(ann).find(MailMessage, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const postmaster = t.as(await t.actor('user', { permissions: { 'mail:read': 'all' } }))
    expect(await postmaster.find(MailMessage, id)).toMatchObject({ subject: hello.subject })
    await expect(postmaster.mutate(MailMessage).update(id, { status: 'sent' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('without a mail server', () => {
  it('mails are files in a folder, where one is set', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mails-'))
    await using other = await createTestCrm({ plugins: [mail({ folder })], name: 'Åsa "Pumps"' })
    const id = await sendMail(other.system, hello)
    await other.drain()
    expect(await readdir(folder)).toEqual([`${id}.eml`])
    expect(await readFile(join(folder, `${id}.eml`), 'utf8')).toContain('To: Ann <ann@example.com>')
    await rm(folder, { recursive: true })
  })

  it('nor a folder a mail waits, says what to do, and can be sent once there is one', async () => {
    const unset = await createTestCrm({ plugins: [mail()] })
    await using _ = unset
    const id = await sendMail(unset.system, hello)
    for (let attempt = 0; attempt < 12; attempt++) {
      await unset.drain().catch(isWaiting)
      unset.clock.advance({ hours: 2 })
    }
    const [dead] = await listDeliveries(unset.crm, { state: 'dead' })
    expect(dead).toMatchObject({ handler: 'mail/send', lastError: expect.stringContaining('TESSERA_MAIL_SMTP_URL') })
    expect(await unset.system.get(MailMessage, id)).toMatchObject({ status: 'failed' })
  })
})

/** What `drain` says while a mail waits for its next attempt. */
const isWaiting = (error: { code?: string }): void => {
  if (error.code !== 'DRAIN_TIMEOUT') throw error
}
