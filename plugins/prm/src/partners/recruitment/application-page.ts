import type { Issue, Markup } from '@tessera/core'
import { consentField, signTime, tokenField, trapField } from '@tessera/plugin-sfa'
import { html } from 'hono/html'
import { applicationFields, offeredTypes, typeNames } from './application-fields.ts'
import { countryNames } from './countries.ts'
import type { Form } from './submit-application.ts'

export type Language = 'en' | 'zh'

/** What stands in the form when it is shown. */
export interface Filling {
  readonly values?: Readonly<Record<string, unknown>>
  readonly issues?: readonly Issue[]
  /** Above the fields. */
  readonly message?: string
}

/** What the pages of an application say. */
export const texts = {
  en: {
    send: 'Apply',
    confirm: 'Confirm',
    trap: 'Leave this field empty',
    choose: 'Please choose',
    check: 'Thank you. Please look into your mailbox: we have sent you a link to confirm that it was you.',
    again: 'One more step: please check what you wrote and send it.',
    question: 'Please press the button to confirm that you want to become a partner.',
    confirmed: 'Thank you. We have received your application and will be in touch.',
    late: 'This link is not valid, or no longer. Please fill in the form again.',
    title: 'Become a partner',
  },
  zh: {
    send: '提交申请',
    confirm: '确认',
    trap: '请勿填写此项',
    choose: '请选择',
    check: '感谢您。请查收邮件并通过其中的链接确认是您本人提交。',
    again: '还差一步：请核对所填内容后提交。',
    question: '请点击按钮，确认您希望成为合作伙伴。',
    confirmed: '感谢您，我们已收到您的申请，将尽快与您联系。',
    late: '链接无效或已过期，请重新填写表单。',
    title: '成为合作伙伴',
  },
} as const

const kinds: Readonly<Record<string, string>> = { email: 'email', website: 'url' }

export const titleOf = (form: Form, language: Language): string => (language === 'zh' ? form.nameZh : null) ?? form.name

/** The form itself, which works without scripts: with a time that says when it was given out, and a field only machines fill in. */
export function applicationMarkup(
  form: Form,
  language: Language,
  now: Date,
  { values = {}, issues = [], message }: Filling = {},
): Markup {
  const text = texts[language]
  const types = offeredTypes(form.types)
  const options: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    type: types.map((type) => [type, typeNames[type][language]] as const),
    countryCode: countryNames(language),
  }
  const wrong = (name: string): string | undefined =>
    issues.find(({ path }) => [name, name === 'email' ? 'contactEmail' : name].includes(String(path.at(-1))))?.message
  const told = (name: string) => {
    const found = wrong(name)
    return found ? html`<br><strong role="alert">${found}</strong>` : ''
  }
  const control = (field: (typeof applicationFields)[number]) => {
    const { name, label } = field
    const required = 'required' in field ? 'required' : ''
    const value = String(values[name] ?? '')
    const choices = options[name]
    const input = choices
      ? html`<select name="${name}" ${required}>${choices.length > 1 ? html`<option value="">${text.choose}</option>` : ''}${choices.map(
          ([code, caption]) => html`<option value="${code}" ${code === value ? 'selected' : ''}>${caption}</option>`,
        )}</select>`
      : name === 'message'
        ? html`<textarea name="${name}" rows="5">${value}</textarea>`
        : html`<input name="${name}" type="${kinds[name] ?? 'text'}" value="${value}" ${required}>`
    return html`<p><label>${label[language]}<br>${input}</label>${told(name)}</p>`
  }
  const consent = (language === 'zh' ? form.consentTextZh : null) ?? form.consentText
  return html`<h1>${titleOf(form, language)}</h1>
${message ? html`<p>${message}</p>` : ''}
<form method="post" action="/partners/apply/${form.key}">
<input type="hidden" name="${tokenField}" value="${signTime(form.signingKey ?? '', form.key, now)}">
<p hidden><label>${text.trap}<input name="${trapField}" tabindex="-1" autocomplete="off"></label></p>
${applicationFields.map(control)}
${
  consent
    ? html`<p><label><input type="checkbox" name="${consentField}" value="yes" required ${values[consentField] ? 'checked' : ''}> ${consent}</label>${told(consentField)}</p>`
    : ''
}
<button>${text.send}</button>
</form>`
}
