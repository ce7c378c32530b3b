import { html } from 'hono/html'
import { passwordLength } from '../auth/auth-options.ts'
import { layout, type PageSetting } from './layout.ts'
import { type FormSetting, hidden } from './sign-in-page.ts'
import { texts } from './texts.ts'

export interface PasswordForm extends FormSetting {
  /** The sign-in's address, for password managers. */
  readonly email: string
  /** Why the last attempt was refused. */
  readonly refusal?: string
}

/** The form with which a person changes their own password. */
export function passwordPage(form: PasswordForm, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.changePassword,
    html`
<h1>${t.changePassword}</h1>
<p class="quiet">${form.email}</p>
${form.refusal === undefined ? '' : html`<p class="card bad" role="alert" lang="en">${form.refusal}</p>`}
<form method="post" action="/password" class="card">
${hidden({ token: form.token })}
<input type="email" name="email" value="${form.email}" autocomplete="username" readonly hidden>
<label>${t.currentPassword}<input type="password" name="current" autocomplete="current-password" required maxlength="128" autofocus></label>
<label>${t.newPassword}<input type="password" name="new" autocomplete="new-password" required minlength="${passwordLength.min}" maxlength="${passwordLength.max}" aria-describedby="rule"></label>
<p class="quiet" id="rule">${t.passwordRule}</p>
<button class="wide">${t.changePassword}</button>
</form>
<p><a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}

/** Says that the password is changed, and what that did. */
export function passwordChangedPage(page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.passwordChanged,
    html`
<h1>${t.passwordChanged}</h1>
<p>${t.othersSignedOut}</p>
<p><a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}
