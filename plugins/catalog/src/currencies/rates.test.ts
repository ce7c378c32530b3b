import { type Actor, money, type TesseraError } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import catalog, { type Conversion, convertMoney } from '../index.ts'
import { ExchangeRate } from '../model.ts'

let t: TestCrm
let seller: Actor
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()], currency: 'EUR' })
  seller = await t.actor('user', { permissions: { 'catalog:read': 'all' } })
  const rates = [
    ['USD', 'EUR', '2026-01-01', '0.9'],
    ['USD', 'EUR', '2026-01-10', '0.8'],
    ['EUR', 'USD', '2026-01-11', '1.5'],
    ['EUR', 'GBP', '2026-01-10', '0.85'],
    ['CHF', 'GBP', '2026-01-10', '0.9'],
  ] as const
  for (const [fromCurrency, toCurrency, day, rate] of rates)
    await t.create(ExchangeRate, { fromCurrency, toCurrency, day, rate, source: 'central bank' })
})
afterAll(() => t.close())

const converted = async (from: string, to: string, on: string, minor = 1000n) =>
  (await convertMoney(t.as(seller), [{ amount: money(minor, from), to, on }]))[0]

describe('an amount is converted', () => {
  it.each([
    ['by the rate of the day', 'USD', 'EUR', '2026-01-01', 900n, '0.9', '2026-01-01', false],
    ['by the last one before it', 'USD', 'EUR', '2026-01-09', 900n, '0.9', '2026-01-01', false],
    ['by the direct rate though the inverse is newer', 'USD', 'EUR', '2026-01-12', 800n, '0.8', '2026-01-10', false],
    [
      'by the inverse where there is no direct one',
      'GBP',
      'EUR',
      '2026-01-10',
      1176n,
      '1.176470588235294118',
      '2026-01-10',
      true,
    ],
    ['by way of the currency of the company', 'USD', 'GBP', '2026-01-12', 680n, '0.68', '2026-01-10', false],
    ['to itself without a rate', 'JPY', 'JPY', '1999-01-01', 1000n, '1', null, false],
  ] as const)('%s', async (_name, from, to, on, minor, rate, rateDate, inverse) => {
    expect(await converted(from, to, on)).toMatchObject({ amount: money(minor, to), rate, rateDate, inverse })
  })

  it('and names the rates it used, as they are recorded', async () => {
    const [usd] = await t.system.list(ExchangeRate, { where: { day: { eq: '2026-01-10' }, toCurrency: { eq: 'EUR' } } })
    expect(await converted('USD', 'GBP', '2026-01-12')).toMatchObject({
      rateId: usd?.id,
      rates: [
        { id: usd?.id, version: 1, day: '2026-01-10', rate: '0.8', inverse: false },
        { version: 1, day: '2026-01-10', rate: '0.85', inverse: false },
      ],
    })
  })
})

describe('a missing rate is told and never 1 or 0', () => {
  it.each([
    ['before the first', 'USD', 'EUR', '2025-12-31'],
    ['when the last is older than the setting allows', 'USD', 'EUR', '2026-02-12'],
    ['by way of another currency than that of the company', 'CHF', 'USD', '2026-01-12'],
  ])('%s', async (_name, from, to, on) => {
    const outcome = await converted(from, to, on)
    expect(outcome).toMatchObject({ code: 'EXCHANGE_RATE_MISSING', status: 422 })
    expect((outcome as TesseraError).message).toContain(`between ${from} and ${to} on ${on} or in the 31 days before`)
  })

  it('and leaves the conversions beside it alone', async () => {
    const conversions: Conversion[] = [
      { amount: money(1n, 'CHF'), to: 'USD', on: '2026-01-12' },
      { amount: money(1000n, 'USD'), to: 'EUR', on: '2026-01-12' },
    ]
    expect(await convertMoney(t.as(seller), conversions)).toMatchObject([
      { code: 'EXCHANGE_RATE_MISSING' },
      { amount: money(800n, 'EUR') },
    ])
  })

  it('also where the rate lies in the recycle bin', async () => {
    const rate = await t.create(ExchangeRate, {
      fromCurrency: 'SEK',
      toCurrency: 'EUR',
      day: '2026-01-01',
      rate: '0.09',
    })
    await t.system.mutate(ExchangeRate).delete(rate.id)
    expect(await converted('SEK', 'EUR', '2026-01-01')).toMatchObject({ code: 'EXCHANGE_RATE_MISSING' })
  })
})

it('an unusable conversion is refused with its place', async () => {
  const wrong = { amount: { minor: 1n << 63n, currency: 'EURO' }, to: 'QQQ', on: '2026-02-30' }
  const refused = convertMoney(t.as(seller), [{ amount: money(1n, 'EUR'), to: 'USD', on: '2026-01-11' }, wrong])
  await expect(refused).rejects.toMatchObject({
    code: 'VALIDATION',
    issues: [
      { path: ['conversions', 1, 'amount', 'currency'], code: 'CURRENCY' },
      { path: ['conversions', 1, 'to'], code: 'CURRENCY' },
      { path: ['conversions', 1, 'on'], code: 'DATE' },
      { path: ['conversions', 1, 'amount', 'minor'], code: 'TYPE' },
    ],
  })
  const many = Array.from({ length: 10_001 }, () => ({ amount: money(1n, 'EUR'), to: 'EUR', on: '2026-01-01' }))
  await expect(convertMoney(t.as(seller), many)).rejects.toMatchObject({ code: 'TOO_MANY' })
})

it('an amount that money can not hold is refused', async () => {
  expect(await converted('EUR', 'USD', '2026-01-11', (1n << 63n) - 1n)).toMatchObject({ code: 'AMOUNT_TOO_LARGE' })
})

describe('a rate that makes no sense is refused', () => {
  const good = { fromCurrency: 'USD', toCurrency: 'CNY', day: '2026-01-01', rate: '7.1' }
  it.each([
    ['of nothing', { rate: '0' }, 'CHECK_FAILED'],
    ['below zero', { rate: '-1' }, 'CHECK_FAILED'],
    ['of a currency to itself', { toCurrency: 'USD' }, 'CHECK_FAILED'],
    ['of a currency there is not', { fromCurrency: 'QQQ' }, 'VALIDATION'],
    ['with more digits than are kept', { rate: '0.1234567890123' }, 'VALIDATION'],
    ['twice for a day', { toCurrency: 'EUR' }, 'DUPLICATE'],
  ])('%s', async (_name, change, code) => {
    await expect(t.create(ExchangeRate, { ...good, ...change })).rejects.toMatchObject({ code })
  })
})

it('partners, and staff without the permission, neither see rates nor learn them by converting', async () => {
  for (const actor of [await t.actor('partner'), await t.actor('user', { permissions: { 'customers:read': 'all' } })]) {
    expect([...t.as(actor).readable(ExchangeRate)]).toEqual([])
    const asked = convertMoney(t.as(actor), [{ amount: money(1n, 'USD'), to: 'EUR', on: '2026-01-10' }])
    await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})
