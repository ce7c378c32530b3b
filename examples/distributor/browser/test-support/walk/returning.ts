import { administrator } from './people.ts'
import { type Eyes, Window } from './window.ts'
import { wordsOf } from './words.ts'

/** One piece of an order is to go back: staff authorizes that and says where to. */
export async function giveBack(eyes: Eyes, buyer: Window, order: string): Promise<void> {
  const { t } = buyer
  await buyer.go(order)
  await buyer.follow(t('orders.returns.something'))
  await buyer.main.locator('input[name^="quantity-"]').first().fill('1')
  await buyer.send('main', { reason: 'The coupling leaks' })
  await buyer.page.waitForURL(/\/returns\/[\da-f-]{36}$/)
  await buyer.sees(t('orders.returns.wait'))
  const asked = buyer.path
  const number = /RMA-\d{4}-\d+/.exec(await buyer.text())?.[0] ?? ''
  // Who keeps the books reads English.
  const desk = await Window.open({ ...eyes, t: await wordsOf('en') }, { email: administrator })
  await desk.go(asked)
  const says = desk.t('orders.returns.done.authorized', { number })
  await desk.send('decide', { answer: 'To gate 3' }, { intent: 'authorize', says })
  await desk.close()
  await buyer.go(asked)
  await buyer.sees(t('orders.returns.send.now'))
  await buyer.sees('To gate 3')
}
