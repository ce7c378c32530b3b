import { html } from 'hono/html'
import { layout, type Markup, type PageSetting } from './layout.ts'
import { type Texts, texts } from './texts.ts'

/** What a form must carry so that only our own page can send it. */
export interface FormSetting {
  readonly token: string
}

export interface SignInForm extends FormSetting {
  /** Where to go afterwards: a path on this site. */
  readonly next: string
  readonly email?: string
  /** Why the last attempt was refused. */
  readonly refusal?: string
}

/** The sign-in form. Works without JavaScript and with password managers. */
export function signInPage(form: SignInForm, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.signIn,
    html`
<h1>${t.signIn}</h1>
<p class="quiet">${page.siteName}</p>
${form.refusal === undefined ? '' : html`<p class="card bad" role="alert" id="refusal" lang="en">${form.refusal}</p>`}
<form method="post" action="/sign-in" class="card">
${hidden({ token: form.token, next: form.next })}
<label>${t.email}<input type="email" name="email" value="${form.email ?? ''}" autocomplete="username" required maxlength="254" autofocus></label>
<label>${t.password}<input type="password" name="password" autocomplete="current-password" required maxlength="128"></label>
<label class="check"><input type="checkbox" name="remember" value="yes" checked>${t.remember}</label>
<button class="wide">${t.signIn}</button>
</form>
<p><a href="/forgot">${t.forgot}</a> · <a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}

/** Who is signed in, and the button to sign out. */
export function signOutPage(name: string, form: FormSetting, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    t.signOut,
    html`
<h1>${t.signOut}</h1>
<p>${t.signedInAs} <strong>${name}</strong>. <span class="quiet">${t.switchUser}</span></p>
${signOutForm(form, t.signOut)}
<p><a href="/">${t.start}</a></p>`,
    { narrow: true },
  )
}

export const signOutForm = (form: FormSetting, label: string): Markup =>
  html`<form method="post" action="/sign-out" class="inline">${hidden({ token: form.token })}<button class="plain">${label}</button></form>`

/** The button with which somebody ends a view as somebody else. */
export const viewAsEndForm = ({ token }: { readonly token: string }, t: Texts): Markup =>
  html`<form method="post" action="/view-as/end" class="inline">${hidden({ token })}<button class="plain">${t.viewAsEnd}</button></form>`

export const hidden = (fields: Readonly<Record<string, string>>): Markup[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
