import { chromiumPath } from '@tessera/portal/testing/chromium'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, openExample } from './test-support/open-example.ts'
import { buy } from './test-support/walk/buying.ts'
import { earn } from './test-support/walk/earning.ts'
import { found } from './test-support/walk/founding.ts'
import { fulfil } from './test-support/walk/fulfilling.ts'
import { fund } from './test-support/walk/funding.ts'
import { join } from './test-support/walk/joining.ts'
import { type Cast, eastern, western } from './test-support/walk/people.ts'
import { giveBack } from './test-support/walk/returning.ts'
import { rise } from './test-support/walk/rising.ts'
import { registerDeal } from './test-support/walk/selling.ts'
import type { Eyes, Window } from './test-support/walk/window.ts'
import { wordsOf } from './test-support/walk/words.ts'

/** Of a step, in milliseconds: a few seconds where nothing else runs, more on a busy machine. */
const patience = 240_000

describe.skipIf(chromiumPath === null)('a partner from its invitation to the next tier (wants Chromium)', () => {
  let example: Example
  beforeAll(async () => {
    example = await openExample()
  }, 600_000)
  afterAll(() => example?.[Symbol.asyncDispose]())

  describe.each([
    { name: 'in English, with JavaScript', language: 'en', javaScript: true, cast: western },
    { name: 'in Chinese, without JavaScript', language: 'zh', javaScript: false, cast: eastern },
  ] as const)('$name', ({ language, javaScript, cast }: Omit<Eyes, 'example' | 't'> & { cast: Cast }) => {
    let eyes: Eyes
    let person: Window
    let order = ''
    let number = ''
    beforeAll(async () => {
      eyes = { example, language, javaScript, t: await wordsOf(language) }
      await found(eyes, cast)
    }, patience)
    afterAll(() => person?.close())

    it(
      'is invited, accepts, and signs in with a code',
      async () => {
        person = await join(eyes, cast)
        expect(await person.page.locator('html').getAttribute('lang')).toMatch(language)
      },
      patience,
    )

    it(
      'registers a deal that a rival can not have, and that becomes an opportunity',
      async () => {
        await registerDeal(eyes, cast, person)
      },
      patience,
    )

    it(
      'configures a pump, asks for a discount that staff approves, and orders',
      async () => {
        order = await buy(eyes, cast, person)
      },
      patience,
    )

    it(
      'sees what was delivered and invoiced',
      async () => {
        number = await fulfil(eyes, person, order)
      },
      patience,
    )

    it(
      'reads which rule earned the rebate of an order line',
      async () => {
        await earn(eyes, cast, person, number)
      },
      patience,
    )

    it(
      'asks for funds, claims them, and is paid',
      async () => {
        await fund(eyes, cast, person)
      },
      patience,
    )

    it(
      'rises to the next tier',
      async () => {
        await rise(eyes, cast, person)
      },
      patience,
    )

    it(
      'asks for a piece to be taken back, and hears where to',
      async () => {
        await giveBack(eyes, person, order)
      },
      patience,
    )
  })
})
