import { expect } from 'vitest'
import type { Cast } from './people.ts'
import { type Eyes, Window } from './window.ts'
import { wordsOf } from './words.ts'

/** A deal is registered, refused to a rival, approved by staff, and becomes an opportunity. */
export async function registerDeal(eyes: Eyes, cast: Cast, seller: Window): Promise<void> {
  const { t } = seller
  const deal = await register(seller, cast)
  const number = /[A-Z]+-\d{4}-\d+/.exec(await seller.text())?.[0] ?? ''
  await seller.sees(t('prm.deal.submitted', { number }))
  await refuseRival(eyes, cast)
  const desk = await Window.open(eyes, { email: cast.manager })
  await desk.go('/desk')
  await desk.follow(cast.customer.name)
  await desk.send('approve', {}, { says: t('prm.desk.deal.approved', { number }) })
  await seller.go(deal)
  await seller.sees(t('prm.deals.status.approved'))
  await desk.go(`/desk${deal}`)
  await desk.send('convert', {}, { says: t('prm.desk.deal.converted') })
  await desk.close()
  await seller.go(deal)
  await seller.sees(t('prm.deals.status.converted'))
}

const dealOf = ({ customer: { name, place } }: Cast) => ({
  customer: name,
  place,
  amount: '180000',
  close: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10),
})

async function fill(window: Window, cast: Cast): Promise<void> {
  await window.go('/deals/new')
  const line = window.page.locator('select[name="line"]')
  await line.selectOption((await line.locator('option:not([value=""])').first().getAttribute('value')) ?? '')
  await window.page.locator('select[name="country"]').selectOption(cast.country)
  await window.send('main', dealOf(cast), { intent: 'submit' })
}

async function register(window: Window, cast: Cast): Promise<string> {
  await fill(window, cast)
  await window.page.waitForURL(/\/deals\/[\da-f-]{36}$/)
  return window.path
}

/** Another partner comes second: it learns that, and nothing of who came first. */
async function refuseRival(eyes: Eyes, cast: Cast): Promise<void> {
  const rival = await Window.open({ ...eyes, t: await wordsOf('en') }, { email: cast.rival })
  await fill(rival, cast)
  await rival.page.locator('main [role="alert"], main .notice').first().waitFor()
  expect(rival.path).toBe('/deals/new')
  const text = await rival.text()
  expect(text).toContain(rival.t('error.prm.dealTaken'))
  expect(text).not.toContain(cast.partner)
  expect(text).not.toContain(cast.invited.name)
  await rival.close()
}
