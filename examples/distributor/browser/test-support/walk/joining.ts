import { codeOf } from '@tessera/testing/authenticator'
import type { Cast } from './people.ts'
import { until } from './until.ts'
import { type Eyes, Window } from './window.ts'

const password = 'A long walk, 2026'

/** Somebody is invited by the distributor's administrator, and comes in by mail: with a password, then with a code too. */
export async function join(eyes: Eyes, { distributor, partner, invited }: Cast): Promise<Window> {
  await invite(eyes, distributor, partner, invited)
  const window = await Window.open(eyes)
  const { t } = window
  await window.go(await linkTo(eyes, invited.email))
  await window.send('main', { password, again: password })
  await window.page.waitForURL((url) => url.pathname === '/')
  const secret = await turnOnCodes(window)
  await window.go('/sign-out')
  await window.send('main', {})
  await window.go('/sign-in')
  await window.send('main', { email: invited.email, password }, { says: t('portal.code.lead') })
  // The app's code of now was used to turn them on; the next one holds already.
  await window.send('main', { code: codeOf(secret, 1) })
  await window.page.waitForURL((url) => url.pathname === '/')
  await window.sees(invited.name)
  return window
}

async function invite(eyes: Eyes, distributor: string, partner: string, invited: Cast['invited']): Promise<void> {
  const window = await Window.open(eyes, { email: distributor })
  const { t } = window
  await window.go('/company/people')
  await window.follow(partner)
  await window.follow(t('prm.people.invite'))
  // «Sales» is ticked already.
  for (const role of ['admin', 'finance']) await window.page.locator(`input[type="checkbox"][value="${role}"]`).check()
  const language = { label: eyes.language === 'zh' ? '中文' : 'English' }
  await window.send(
    'main',
    { name: invited.name, email: invited.email, locale: language },
    { says: t('prm.people.isAsked', { name: invited.name }) },
  )
  await window.close()
}

/** Where the link of the last mail to somebody leads. */
async function linkTo({ example }: Eyes, email: string): Promise<string> {
  const link = await until(`mail to ${email} with a link`, () => {
    const letter = example.mailbox.mails.findLast(({ to }) => to?.some(({ address }) => address === email))
    return /https?:\/\/\S+\/accept\?\S+/.exec(letter?.text ?? '')?.[0]
  })
  const { pathname, search } = new URL(link)
  return pathname + search
}

/** Enrols an authenticator app; gives its secret. */
async function turnOnCodes(window: Window): Promise<string> {
  const { t } = window
  await window.go('/two-factor')
  await window.send('enrol', { password }, { says: t('portal.twoFactor.scan') })
  const uri = await window.page.locator('a[href^="otpauth:"]').getAttribute('href')
  const secret = new URL(uri ?? '').searchParams.get('secret') ?? ''
  await window.send('confirm', { code: codeOf(secret) }, { says: t('portal.twoFactor.isOn') })
  return secret
}
