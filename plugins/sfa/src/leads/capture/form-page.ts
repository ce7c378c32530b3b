import type { Issue, Markup } from '@tessera/core'
import { html } from 'hono/html'
import { consentField, tokenField, trapField } from './form-rules.ts'
import { signTime } from './form-token.ts'
import type { Form } from './submit-form.ts'

type Language = 'en' | 'zh'

/** What stands in a form when it is shown. */
export interface Filling {
  readonly values?: Readonly<Record<string, unknown>>
  readonly issues?: readonly Issue[]
  /** Above the fields. */
  readonly message?: string
}

/** What the pages of forms say. */
export const texts = {
  en: {
    send: 'Send',
    confirm: 'Confirm',
    trap: 'Leave this field empty',
    thanks: 'Thank you. We have received your message.',
    check: 'Thank you. Please look into your mailbox: we have sent you a link to confirm that it was you.',
    again: 'One more step: please check what you wrote and send it.',
    question: 'Please press the button to confirm that you sent us your details.',
    confirmed: 'Thank you. Your details are confirmed.',
    late: 'This link is not valid, or no longer. Please fill in the form again.',
    title: 'Confirmation',
    on: 'Continue',
  },
  zh: {
    send: '提交',
    confirm: '确认',
    trap: '请勿填写此项',
    thanks: '感谢您，我们已收到您的信息。',
    check: '感谢您。请查收邮件并通过其中的链接确认是您本人提交。',
    again: '还差一步：请核对所填内容后提交。',
    question: '请点击按钮，确认是您本人提交了信息。',
    confirmed: '感谢您，信息已确认。',
    late: '链接无效或已过期，请重新填写表单。',
    title: '确认',
    on: '继续',
  },
} as const

const kinds: Readonly<Record<string, string>> = {
  email: 'email',
  phone: 'tel',
  mobile: 'tel',
  website: 'url',
  employees: 'number',
}

/** The form itself, which works without scripts: with a time that says when it was given out, and a field only machines fill in. */
export function formMarkup(
  form: Form,
  language: Language,
  now: Date,
  { values = {}, issues = [], message }: Filling = {},
): Markup {
  const text = texts[language]
  const wrong = (name: string): string | undefined => issues.find(({ path }) => path.at(-1) === name)?.message
  const control = ({ name, required = false, label }: Form['fields'][number]) => {
    const caption = label?.[language] ?? label?.en ?? name
    const value = String(values[name] ?? '')
    const field =
      name === 'description'
        ? html`<textarea name="${name}" rows="5" ${required ? 'required' : ''}>${value}</textarea>`
        : html`<input name="${name}" type="${kinds[name] ?? 'text'}" value="${value}" ${required ? 'required' : ''}>`
    const found = wrong(name)
    return html`<p><label>${caption}<br>${field}</label>${found ? html`<br><strong role="alert">${found}</strong>` : ''}</p>`
  }
  return html`<h1>${form.name}</h1>
${message ? html`<p>${message}</p>` : ''}
<form method="post" action="/forms/${form.key}">
<input type="hidden" name="${tokenField}" value="${signTime(form.signingKey ?? '', form.key, now)}">
<p hidden><label>${text.trap}<input name="${trapField}" tabindex="-1" autocomplete="off"></label></p>
${form.fields.map(control)}
${
  form.consentText
    ? html`<p><label><input type="checkbox" name="${consentField}" value="yes" required ${values[consentField] ? 'checked' : ''}> ${form.consentText}</label>${wrong(consentField) ? html`<br><strong role="alert">${wrong(consentField)}</strong>` : ''}</p>`
    : ''
}
<button>${text.send}</button>
</form>`
}
