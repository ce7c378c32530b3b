import type { Company } from '@tessera/core'
import type { Mail } from '@tessera/plugin-mail'

/** The mail with the link by which somebody says that it was he who sent the form. */
export function confirmationMail(
  { name, publicUrl }: Company,
  form: { readonly name: string; readonly confirmWithin: number },
  to: string,
  secret: string,
  language: 'en' | 'zh',
): Mail {
  const link = `${publicUrl}/forms/confirm/${secret}`
  const hours = Math.max(1, Math.floor(form.confirmWithin / 3600))
  return language === 'zh'
    ? {
        to: [to],
        subject: `请确认：${form.name}`,
        text: `您好，\n\n有人以此邮箱提交了“${form.name}”。如果是您本人，请在 ${hours} 小时内打开以下链接并点击确认：\n\n${link}\n\n如非本人操作，请忽略此邮件，我们不会保留您的信息。\n\n${name}\n`,
      }
    : {
        to: [to],
        subject: `Please confirm: ${form.name}`,
        text: `Hello,\n\nsomebody sent «${form.name}» with this e-mail address. If it was you, open this link within ${hours} hours and press the button:\n\n${link}\n\nIf it was not, do nothing: we keep nothing of it.\n\n${name}\n`,
      }
}
