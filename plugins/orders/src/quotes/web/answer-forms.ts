import { html } from 'hono/html'
import type { PageTexts } from './texts.ts'

interface FormSetting {
  readonly path: string
  readonly formToken: string
  readonly language: 'en' | 'zh'
  /** What was filled in before, and what is wrong with it. */
  readonly name: string
  readonly problem: string | null
}

/** Accept with a name and a tick, or decline with a reason. */
export const answerForms = ({ path, formToken, language, name, problem }: FormSetting, texts: PageTexts) => {
  const hidden = (answer: 'accept' | 'decline') => html`<input type="hidden" name="token" value="${formToken}">
<input type="hidden" name="lang" value="${language}"><input type="hidden" name="answer" value="${answer}">`
  const nameField = html`<label>${texts.name}<input type="text" name="name" value="${name}" maxlength="200" required autocomplete="name"></label>`
  return html`
${problem === null ? '' : html`<p class="card bad" role="alert">${problem}</p>`}
<section class="card"><h2>${texts.acceptTitle}</h2>
<form method="post" action="${path}">${hidden('accept')}
${nameField}
<label class="check"><input type="checkbox" name="terms" value="yes" required> ${texts.agree}</label>
<button>${texts.accept}</button></form></section>
<section class="card"><h2>${texts.declineTitle}</h2>
<form method="post" action="${path}">${hidden('decline')}
${nameField}
<label>${texts.reason}<textarea name="reason" rows="3" maxlength="2000"></textarea></label>
<button class="plain">${texts.decline}</button></form></section>`
}
