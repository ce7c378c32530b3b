import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { FairShare } from './fair-share.ts'

it('a handler nobody knows yet leaves one place to others', () => {
  const share = new FairShare(3)
  expect([share.enter('new'), share.enter('new'), share.enter('new')].map(Boolean)).toEqual([true, true, false])
  expect(share.enter('other')).not.toBeNull()
})

it('a handler that proved quick may take every place, and one that became slow may not', async () => {
  const share = new FairShare(2)
  const first = share.enter('quick')
  if (first) share.leave(first)
  const places = [share.enter('quick'), share.enter('quick')]
  expect(places.map(Boolean)).toEqual([true, true])
  await sleep(120)
  for (const place of places) if (place) share.leave(place)
  const second = share.enter('quick')
  await sleep(120)
  expect(share.enter('quick')).toBeNull()
  if (second) share.leave(second)
  expect(share.enter('quick')).not.toBeNull()
})

it('where there is one place, everybody may take it', () => {
  expect(new FairShare(1).enter('slow')).not.toBeNull()
})

it('a handler gets an empty place more only where it may take one, and each of its runs counts', async () => {
  const share = new FairShare(3)
  const place = share.enter('slow')
  expect(share.hasRoom('slow')).toBe(true)
  share.enter('slow')
  expect([share.hasRoom('slow'), share.hasRoom('other')]).toEqual([false, true])
  for (let run = 0; run < 20; run++) if (place) share.next(place)
  expect(share.hasRoom('slow')).toBe(true)
  share.enter('other')
  expect(share.hasRoom('other')).toBe(false)
})

it('what finds no place comes back one by one, within ten seconds', () => {
  const share = new FairShare(2)
  const away = Array.from({ length: 100 }, () => share.away('slow'))
  expect(away[0]).toBeCloseTo(250, -1)
  expect(away[9]).toBeGreaterThan(2400)
  expect(Math.max(...away)).toBe(10_000)
  expect(share.away('other')).toBeCloseTo(250, -1)
  share.sentAway(200)
  expect(share.away('third')).toBeCloseTo(1000, -1)
})
