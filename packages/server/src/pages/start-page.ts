import { html } from 'hono/html'
import { layout, type Markup, type PageSetting } from './layout.ts'
import { type FormSetting, hidden, signOutForm, viewAsEndForm } from './sign-in-page.ts'
import { type Texts, texts } from './texts.ts'

/** A sign-in on invented data that anybody may use. */
export interface DemoSignIn {
  readonly name: string
  readonly email: string
  readonly password: string
  /** What this person is, such as `admin` or `reseller`. */
  readonly role: string
}

export interface StartPage extends FormSetting {
  /** Who is signed in, if anybody. */
  readonly signedIn: string | null
  /** Whether whoever is signed in looks on as this person. */
  readonly viewing: boolean
  readonly graphqlUrl: string
  readonly graphiql: boolean
  readonly docsUrl: string | undefined
  readonly demo: readonly DemoSignIn[]
}

/** The plain page at `/`: what this is, where things are, who is signed in. */
export function startPage(start: StartPage, page: PageSetting): string {
  const t = texts[page.language]
  return layout(
    page,
    page.siteName,
    html`
<h1>${page.siteName}</h1>
<p class="quiet">${page.siteName === 'Tessera' ? '' : 'Tessera · '}${t.tagline}</p>
<div class="card row">${
      start.signedIn === null
        ? html`<span>${t.notSignedIn}</span><a href="/sign-in">${t.signIn}</a>`
        : start.viewing
          ? html`<span>${t.viewAs} <strong>${start.signedIn}</strong></span>${viewAsEndForm(start, t)}`
          : html`<span>${t.signedInAs} <strong>${start.signedIn}</strong> · <a href="/password">${t.changePassword}</a> · <a href="/two-factor">${t.twoFactor}</a></span>${signOutForm(start, t.signOut)}`
    }</div>
<h2>${t.endpoint}</h2>
<p><code>${start.graphqlUrl}</code></p>
<ul class="links">
${start.graphiql ? link('/graphiql', t.explore, t.exploreHelp) : ''}
${link('/health', t.health, t.healthHelp)}
${link('/ready', t.ready, t.readyHelp)}
${start.docsUrl === undefined ? html`<li class="card">${t.docs}<p class="quiet">${t.docsFolder}</p></li>` : link(start.docsUrl, t.docs, t.docsHelp)}
</ul>
${start.demo.length === 0 ? '' : demoSignIns(start, t)}`,
  )
}

const link = (href: string, label: string, help: string): Markup =>
  html`<li class="card"><a href="${href}">${label}</a><p class="quiet">${help}</p></li>`

const demoSignIns = (start: StartPage, t: Texts): Markup => html`
<h2>${t.demo}</h2>
<p class="quiet">${t.demoHelp}</p>
<ul class="card people">
${start.demo.map(
  ({ name, email, password, role }) => html`<li class="row">
<div><p><strong>${name}</strong> <span class="quiet">${role}</span></p><p><code>${email}</code> · <code>${password}</code></p></div>
<form method="post" action="/sign-in">${hidden({ token: start.token, next: '/', email, password, remember: 'yes' })}
<button class="plain" aria-label="${t.signInAs} ${name}">${t.signIn}</button></form>
</li>`,
)}
</ul>`
