import type { Browser } from '@tessera/testing/server'
import { type Form, formsOf } from './forms.ts'

/** Pages that end the session, or take the person out of it. */
const elsewhere = /^\/(?:_portal|files|sign-|design|partner\b)/

/** The forms of all pages that links lead to: of those for records of one kind, the first that has it. */
export async function findForms(browser: Browser, most = 120): Promise<Form[]> {
  const found = new Set(['/'])
  const forms = new Map<string, Form>()
  for (const path of found) {
    const page = await (await browser.get(path, { accept: 'text/html' })).text()
    for (const form of formsOf(page, path)) {
      const key = JSON.stringify([shapeOf(form.action), form.hidden.form, form.fields.map(({ name }) => name)])
      if (!elsewhere.test(form.action)) forms.set(key, forms.get(key) ?? form)
    }
    for (const [, link = ''] of page.matchAll(/href="(\/[^"#]*)"/g)) {
      const to = link.replaceAll(/&amp;|&#38;/g, '&')
      const alike = [...found].filter((one) => shapeOf(one) === shapeOf(to)).length
      if (found.size < most && alike < 6 && !elsewhere.test(to)) found.add(to)
    }
  }
  return [...forms.values()]
}

const shapeOf = (path: string): string => path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, ':id').replace(/\?.*/, '')
