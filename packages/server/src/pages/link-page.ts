import { html } from 'hono/html'
import { passwordLength } from '../auth/auth-options.ts'
import { layout, type PageSetting } from './layout.ts'
import { type FormSetting, hidden } from './sign-in-page.ts'
import { texts } from './texts.ts'

interface LinkForm extends FormSetting {
  /** Why the last attempt was refused. */
  readonly refusal?: string
}

export interface AcceptForm extends LinkForm {
  readonly link: string
  readonly purpose: 'invitation' | 'reset'
  readonly name: string
  readonly email: string
}

/** Where somebody with a mailed link chooses a password. */
export function acceptPage(form: AcceptForm, page: PageSetting): string {
  const t = texts[page.language]
  const title = form.purpose === 'invitation' ? t.welcome : t.newPassword
  return layout(
    page,
    title,
    html`
<h1>${title}</h1>
<p><strong>${form.name}</strong> <span class="quiet">${form.email}</span></p>
${form.refusal === undefined ? '' : html`<p class="card bad" role="alert" lang="en">${form.refusal}</p>`}
<form method="post" action="/accept" class="card">
${hidden({ token: form.token, link: form.link })}
<input type="email" name="email" value="${form.email}" autocomplete="username" readonly hidden>
<label>${t.newPassword}<input type="password" name="new" autocomplete="new-password" required minlength="${passwordLength.min}" maxlength="${passwordLength.max}" aria-describedby="rule" autofocus></label>
<p class="quiet" id="rule">${t.passwordRule}</p>
<button class="wide">${t.signIn}</button>
</form>`,
    { narrow: true },
  )
}

/** Asks for a link that sets a new password. */
export function forgotPage(form: LinkForm, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.forgot,
    html`
<h1>${t.forgot}</h1>
<p>${t.forgotHelp}</p>
${form.refusal === undefined ? '' : html`<p class="card bad" role="alert" lang="en">${form.refusal}</p>`}
<form method="post" action="/forgot" class="card">
${hidden({ token: form.token })}
<label>${t.email}<input type="email" name="email" autocomplete="username" required maxlength="254" autofocus></label>
<button class="wide">${t.sendLink}</button>
</form>
<p><a href="/sign-in">${t.signIn}</a></p>`,
    { narrow: true },
  )
}

/** The same for everybody, whether somebody has the address or not. */
export const resetAskedPage = (page: PageSetting): string =>
  layout(
    page,
    texts[page.language].forgot,
    html`<h1>${texts[page.language].forgot}</h1><p>${texts[page.language].linkSent}</p><p><a href="/sign-in">${texts[page.language].signIn}</a></p>`,
    { narrow: true },
  )
