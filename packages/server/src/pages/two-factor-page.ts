import { html, raw } from 'hono/html'
import { layout, type Markup, type PageSetting } from './layout.ts'
import { type FormSetting, hidden } from './sign-in-page.ts'
import { texts } from './texts.ts'

export interface TwoFactorForm extends FormSetting {
  /** Where to go afterwards: a path on this site. */
  readonly next: string
  /** Why the last attempt was refused. */
  readonly refusal?: string
}

const refusalOf = ({ refusal }: TwoFactorForm): Markup | '' =>
  refusal === undefined ? '' : html`<p class="card bad" role="alert" lang="en">${refusal}</p>`

const codeField = (label: string): Markup =>
  html`<label>${label}<input type="text" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="40" autofocus></label>`

/** The second step of a sign-in. */
export function codePage(form: TwoFactorForm, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.secondStep,
    html`
<h1>${t.secondStep}</h1>
<p>${t.secondStepHelp}</p>
${refusalOf(form)}
<form method="post" action="/sign-in/code" class="card">
${hidden({ token: form.token, next: form.next })}
${codeField(t.code)}
<label class="check"><input type="checkbox" name="trust" value="yes">${t.trustDevice}</label>
<button class="wide">${t.signIn}</button>
</form>
<p><a href="/sign-in">${t.signInAgain}</a></p>`,
    { narrow: true },
  )
}

export interface SetUpForm extends TwoFactorForm {
  readonly on: boolean
  /** Whether nothing else is open to this person until it is set up. */
  readonly needed: boolean
  readonly required: boolean
}

/** Whether the second factor is on, and the form that begins to change it: with the password. */
export function twoFactorPage(form: SetUpForm, page: PageSetting): string {
  const t = texts[page.language]
  const passwordField = html`<label>${t.currentPassword}<input type="password" name="password" autocomplete="current-password" required maxlength="128"></label>`
  const action = (name: string, label: string, plain: boolean): Markup => html`
<form method="post" action="/two-factor" class="card">
${hidden({ token: form.token, next: form.next, action: name })}
${passwordField}
<button class="wide${plain ? ' plain' : ''}">${label}</button>
</form>
<p></p>`
  return layout(
    page,
    t.twoFactor,
    html`
<h1>${t.twoFactor}</h1>
<p>${form.on ? t.twoFactorOn : form.needed ? t.twoFactorNeeded : t.twoFactorHelp}</p>
${refusalOf(form)}
${
  form.on
    ? html`${action('renew', t.newBackupCodes, false)}${form.required ? '' : action('disable', t.twoFactorDisable, true)}`
    : action('enrol', t.twoFactorBegin, false)
}
<p><a href="${form.needed ? '/sign-out' : '/'}">${form.needed ? t.signOut : t.start}</a></p>`,
    { narrow: true },
  )
}

export interface EnrolPage extends TwoFactorForm {
  /** What is shown this once; not shown again after a wrong code. */
  readonly enrolment: { readonly qr: string; readonly secret: string; readonly backupCodes: readonly string[] } | null
}

/** The secret, and the code that shows that the app has it. */
export function enrolPage(form: EnrolPage, page: PageSetting): string {
  const t = texts[page.language]
  const { enrolment } = form
  return layout(
    page,
    t.twoFactor,
    html`
<h1>${t.twoFactor}</h1>
${refusalOf(form)}
${
  enrolment === null
    ? ''
    : html`
<section class="card">
<h2>${t.scan}</h2>
<div class="qr">${raw(enrolment.qr)}</div>
<p>${t.orType} <code>${(enrolment.secret.match(/.{1,4}/g) ?? []).join(' ')}</code></p>
</section>
${backupCodes(enrolment.backupCodes, page)}`
}
<form method="post" action="/two-factor" class="card">
${hidden({ token: form.token, next: form.next, action: 'confirm' })}
${codeField(t.firstCode)}
<button class="wide">${t.twoFactorConfirm}</button>
</form>
<p><a href="/two-factor">${t.startOver}</a></p>`,
    { narrow: true },
  )
}

/** Backup codes after they were made anew. */
export const backupCodesPage = (codes: readonly string[], page: PageSetting): string =>
  layout(
    page,
    texts[page.language].newBackupCodes,
    html`<h1>${texts[page.language].newBackupCodes}</h1>${backupCodes(codes, page)}<p><a href="/">${texts[page.language].start}</a></p>`,
    { narrow: true },
  )

const backupCodes = (codes: readonly string[], page: PageSetting): Markup => html`
<section class="card">
<h2>${texts[page.language].backupCodes}</h2>
<p>${texts[page.language].backupCodesHelp}</p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
</section>
<p></p>`
