import { expect, it } from 'vitest'
import { languageOf, wantsPage } from './accepts.ts'

it.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['de-DE,de;q=0.9,en;q=0.8,zh;q=0.7', 'en'],
  ['en;q=0.1,zh-Hant-TW', 'zh'],
  ['fr', 'en'],
  ['zh;q=0', 'en'],
  ['', 'en'],
  [';;;,,q=', 'en'],
])('somebody who reads «%s» is answered in %s', (header, language) => {
  expect(languageOf(new Headers({ 'accept-language': header }))).toBe(language)
})

it('browsers get pages, programs get data', () => {
  expect(wantsPage(new Headers({ accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }))).toBe(true)
  expect(wantsPage(new Headers({ accept: '*/*' }))).toBe(false)
  expect(wantsPage(new Headers())).toBe(false)
})
