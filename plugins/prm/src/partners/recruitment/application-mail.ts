import type { Company } from '@tessera/core'
import type { Mail } from '@tessera/plugin-mail'

interface Confirmation {
  readonly to: string
  readonly secret: string
  readonly language: 'en' | 'zh'
}

/** The mail with the link by which somebody says that it was he who applied. */
export function confirmationMail(
  { name, publicUrl }: Company,
  form: { readonly confirmWithin: number },
  { to, secret, language }: Confirmation,
): Mail {
  const link = `${publicUrl}/partners/confirm/${secret}`
  const hours = Math.max(1, Math.floor(form.confirmWithin / 3600))
  return language === 'zh'
    ? {
        to: [to],
        subject: '请确认您的伙伴申请',
        text: `您好，\n\n有人以此邮箱申请成为${name}的合作伙伴。如果是您本人，请在 ${hours} 小时内打开以下链接并点击确认：\n\n${link}\n\n如非本人操作，请忽略此邮件，我们不会保留您的信息。\n\n${name}\n`,
      }
    : {
        to: [to],
        subject: 'Please confirm your application',
        text: `Hello,\n\nsomebody applied with this e-mail address to become a partner of ${name}. If it was you, open this link within ${hours} hours and press the button:\n\n${link}\n\nIf it was not, do nothing: we keep nothing of it.\n\n${name}\n`,
      }
}

/** Tells an applicant that it will not be, and why. */
export function rejectionMail({ name }: Company, { to, company, reason, language }: Rejection): Mail {
  return language === 'zh'
    ? {
        to: [to],
        subject: '您的伙伴申请结果',
        text: `您好，\n\n感谢${company}申请成为${name}的合作伙伴。很遗憾，我们未能通过此申请，原因如下：\n\n${reason}\n\n${name}\n`,
      }
    : {
        to: [to],
        subject: 'Your application to become a partner',
        text: `Hello,\n\nthank you for the application of ${company} to become a partner of ${name}. We are sorry that we can not accept it, for this reason:\n\n${reason}\n\n${name}\n`,
      }
}

interface Rejection {
  readonly to: string
  readonly company: string
  readonly reason: string
  readonly language: 'en' | 'zh'
}
