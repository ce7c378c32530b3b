import type { IdentityMail } from './mailer.ts'

/** What a link is for: to accept an invitation, to set a new password. */
export type LinkPurpose = 'invitation' | 'reset'

export interface LinkMail {
  readonly to: string
  readonly name: string
  readonly locale: string
  readonly company: string
  /** Who invites, where that is not the company itself. */
  readonly from?: string | undefined
  readonly link: string
  readonly lastsMs: number
}

type Texts = Readonly<
  Record<LinkPurpose, { readonly subject: string; readonly why: string; readonly by?: string; readonly not: string }>
>

const en: Texts = {
  invitation: {
    subject: 'Your access to {company}',
    why: 'You are invited to {company}. Choose a password here:',
    by: '{from} invites you to work with {company}. Choose a password here:',
    not: 'If you expect no invitation, do nothing.',
  },
  reset: {
    subject: 'A new password for {company}',
    why: 'Somebody asked for a new password for your access to {company}. Choose it here:',
    not: 'If it was not you, do nothing: your password stays as it is.',
  },
}

const zh: Texts = {
  invitation: {
    subject: '您在 {company} 的访问权限',
    why: '您已受邀使用 {company}。请在此设置密码：',
    by: '{from} 邀请您使用 {company}。请在此设置密码：',
    not: '如果您并未期待此邀请，请忽略本邮件。',
  },
  reset: {
    subject: '为 {company} 设置新密码',
    why: '有人为您在 {company} 的账号申请了新密码。请在此设置：',
    not: '如果不是您本人操作，请忽略本邮件：您的密码保持不变。',
  },
}

/** The mail around a link, in the person's language. */
export function linkMail(purpose: LinkPurpose, mail: LinkMail): IdentityMail {
  const chinese = mail.locale.toLowerCase().startsWith('zh')
  const { subject, why, by, not } = (chinese ? zh : en)[purpose]
  // A name is a line of its own: whoever may choose it must not write the mail.
  const line = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
  const fill = (text: string): string =>
    text.replaceAll('{company}', () => line(mail.company)).replaceAll('{from}', () => line(mail.from ?? ''))
  const paragraphs = [
    chinese ? `${line(mail.name)}，您好：` : `Hello ${line(mail.name)},`,
    `${fill(mail.from && by ? by : why)}\n\n${mail.link}`,
    chinese
      ? `此链接仅可使用一次，有效期${lasts(mail.lastsMs, true)}。`
      : `The link works once, for ${lasts(mail.lastsMs, false)}.`,
    fill(not),
  ]
  return { to: mail.to, subject: fill(subject), text: `${paragraphs.join('\n\n')}\n` }
}

function lasts(ms: number, chinese: boolean): string {
  const minutes = Math.round(ms / 60_000)
  const days = Math.round(minutes / 1440)
  if (minutes < 1440) return chinese ? ` ${minutes} 分钟` : `${minutes} minutes`
  return chinese ? ` ${days} 天` : days === 1 ? 'one day' : `${days} days`
}
