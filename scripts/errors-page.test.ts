import { expect, it } from 'vitest'
import { errors } from '../packages/core/src/errors/table.ts'
import { currentPage, errorsPage } from './errors-page.ts'

it('docs/errors.md lists every error of the table as it is (`npm run docs:errors` writes it)', () => {
  expect(currentPage()).toBe(errorsPage())
})

// What REJECTED says is the plugin's own words.
it.each(Object.entries(errors).filter(([code]) => code !== 'REJECTED'))(
  '%s says what happened and what to do',
  (_code, { status, message }) => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(message.length).toBeGreaterThan(10)
  },
)
