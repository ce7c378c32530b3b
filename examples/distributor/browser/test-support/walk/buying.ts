import { expect } from 'vitest'
import type { Cast } from './people.ts'
import { type Eyes, Window } from './window.ts'

/** A pump is configured and quoted; a discount is asked for, approved by staff, and the offer ordered. Gives the order's path. */
export async function buy(eyes: Eyes, cast: Cast, buyer: Window): Promise<string> {
  const { t } = buyer
  await configure(buyer)
  await buyer.follow(t('orders.ask.link'))
  await buyer.send('main', { discountPercent: '8' }, { says: t('orders.ask.reason.missing') })
  const reason = `${cast.customer.name} 2027`
  await buyer.send('main', { discountPercent: '8', reason }, { says: t('orders.ask.sent') })
  await buyer.sees(t('orders.asked.waiting'))
  await approve(eyes, cast, reason)
  await buyer.go('/quotes')
  const offer = buyer.main
    .locator('tbody tr')
    .filter({ hasText: t('orders.quote.sent') })
    .first()
  await offer.locator('a').first().click()
  await buyer.page.waitForURL(/\/quotes\/[\da-f-]{36}$/)
  await buyer.send('accept', { agree: true })
  await buyer.page.waitForURL(/\/orders\/[\da-f-]{36}$/)
  const number = /SO-\d{4}-\d+/.exec(await buyer.text())?.[0] ?? ''
  await buyer.sees(t('orders.quotes.accepted', { number }))
  await buyer.sees(t('orders.status.confirmed'))
  return buyer.path
}

/** Thirty process pumps with a flange of 160 mm. */
async function configure(window: Window): Promise<void> {
  const { t, page } = window
  await window.go('/catalog?q=LQ-CX')
  await page.locator('main a[href^="/catalog/"]').filter({ hasText: /CX/ }).first().click()
  await page.waitForURL(/\/catalog\/[\da-f-]{36}/)
  await window.follow(t('catalog.configure'))
  const form = page.locator('main form[method="get"]').first()
  await form.locator('input[type="text"], input[inputmode="decimal"]').first().fill('160')
  await form.locator('[name="quantity"]').fill('30')
  await form.getByRole('button').first().click()
  await window.sees(t('catalog.configure.complete'))
}

async function approve(eyes: Eyes, cast: Cast, reason: string): Promise<void> {
  const desk = await Window.open(eyes, { email: cast.manager })
  await desk.go('/desk/quotes')
  await desk.main.getByRole('listitem').filter({ hasText: cast.partner }).first().locator('a').click()
  await desk.sees(reason)
  const number = /Q-\d{4}-\d+/.exec(await desk.text())?.[0] ?? ''
  await desk.send('decide', {}, { intent: 'approve', says: eyes.t('orders.desk.approved', { number }) })
  expect(number).not.toBe('')
  await desk.close()
}
