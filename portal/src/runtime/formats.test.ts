import { expect, it } from 'vitest'
import { formats } from './formats.ts'

const now = () => new Date('2026-05-01T22:30:00Z')
const berlin = formats('en', 'Europe/Berlin', now)
const chinese = formats('zh-Hans', 'Asia/Shanghai', now)

it('writes exact amounts in the currency’s own digits', () => {
  expect(berlin.money({ amount: '1234567890123456.78', currency: 'EUR' })).toBe('€1,234,567,890,123,456.78')
  expect(berlin.money({ amount: '1500', currency: 'JPY' })).toBe('¥1,500')
  expect(berlin.money({ amount: '1500.5', currency: 'EUR' }, { whole: true })).toBe('€1,501')
  expect(chinese.money({ amount: '-12.5', currency: 'CNY' })).toBe('-¥12.50')
})

it('does not move a calendar day, and shows a moment in the person’s time zone', () => {
  expect(berlin.date('2026-05-01')).toBe('May 1, 2026')
  expect(chinese.date('2026-05-01')).toBe('2026年5月1日')
  expect(berlin.dateTime('2026-05-01T22:30:00Z').replaceAll('\u202f', ' ')).toBe('May 2, 2026, 12:30 AM')
})

it('counts days from today in the person’s time zone, and moments in what fits', () => {
  // In Berlin it is the second of May by now.
  expect(berlin.relative('2026-05-03')).toBe('tomorrow')
  expect(berlin.relative('2026-05-01')).toBe('yesterday')
  expect(berlin.relative('2026-05-01T20:30:00Z')).toBe('2 hours ago')
  expect(chinese.relative('2026-05-11T22:30:00Z')).toBe('1周后')
})

it('says tomorrow of tomorrow alone, and never next month of what may be the one after', () => {
  expect(berlin.relative('2026-05-02T22:45:00Z')).toBe('tomorrow')
  expect(berlin.relative('2026-05-03T22:15:00Z')).toBe('in 2 days')
  expect(berlin.relative('2026-04-29T22:45:00Z')).toBe('2 days ago')
  expect(berlin.relative('2026-06-25T12:00:00Z')).toBe('in 1 month')
  expect([berlin.relative('2026-07-31'), berlin.relative('2028-02-15')]).toEqual(['in 90 days', 'in 21 months'])
})

it('lists what there is with the commas of the language, and places from the house or from the country', () => {
  expect([berlin.list(['a', null, 'b', '']), chinese.list(['甲', '乙', false, '丙'])]).toEqual(['a, b', '甲、乙、丙'])
  expect([berlin.list([null]), chinese.place([])]).toEqual(['', ''])
  expect([berlin.place(['Kiel', 'Germany']), chinese.place(['上海', undefined, '中国'])]).toEqual([
    'Kiel, Germany',
    '中国 上海',
  ])
})

it('writes numbers and shares, and a dash for nothing', () => {
  expect([berlin.number('1234.5678'), berlin.number(2, 2), berlin.percent(0.125), berlin.percent('0.5', 0)]).toEqual([
    '1,234.5678',
    '2.00',
    '12.5%',
    '50%',
  ])
  expect([berlin.money(null), berlin.date(undefined), berlin.number(''), berlin.relative(null)]).toEqual(
    Array(4).fill('–'),
  )
})
