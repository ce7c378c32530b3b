import type { Browser } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRecords } from './test-support/add-records.ts'
import { changesSince, countRows } from './test-support/count-rows.ts'
import { findForms } from './test-support/find-forms.ts'
import { type Form, type FormControl, filled, plausible } from './test-support/forms.ts'
import { Demo, type Firm, roles } from './test-support/open-demo.ts'
import { sendForm } from './test-support/send-form.ts'

const long = { timeout: 900_000 }
const script = '"><script>alert(1)</script>'

let demo: Demo
let firm: Firm
const people: Record<string, Browser> = {}
const forms: Record<string, readonly Form[]> = {}

beforeAll(async () => {
  demo = await Demo.open()
  firm = await demo.firm(await demo.partner('Rheinfluid'), 'ours.example')
  await addRecords(demo, firm.id)
  for (const role of roles) people[role] = firm.people[role].browser
  people.staff = await demo.staff()
  for (const [name, browser] of Object.entries(people))
    forms[name] = await findForms(browser, name === 'service' ? 40 : 120)
}, 900_000)
afterAll(() => demo?.t.close())

/** Sends each form of somebody, and gives what is odd about the answers. */
async function each(
  who: string,
  send: (form: Form, browser: Browser) => Promise<readonly string[]>,
  only: (form: Form) => boolean = () => true,
): Promise<string[]> {
  const findings: string[] = []
  for (const form of (forms[who] ?? []).filter(only)) {
    const found = await send(form, people[who] as Browser)
    findings.push(...found.map((finding) => `${form.page} ${form.hidden.form ?? ''} → ${form.action}: ${finding}`))
  }
  return findings
}

const failed = (status: number, page: string): string[] => [
  ...(status >= 500 ? [`answers ${status}: ${/<title>([^<]*)/.exec(page)?.[1]}`] : []),
  ...(page.includes(script) ? ['sends a script back as it came'] : []),
]

const bad: readonly [string, (field: FormControl) => string | File | undefined][] = [
  ['empty fields', () => ''],
  ['other kinds of values', ({ type }) => (type === 'file' ? 'no file' : '0x7f,,-1e999 ‮')],
  ['scripts', ({ type }) => (type === 'file' ? new File([script], `${script}.svg`) : script)],
  ['long texts', ({ type }) => (type === 'file' ? undefined : 'ü'.repeat(60_000))],
  ['signs that no text may hold', () => 'a\u0000b\ud800'],
  // Last, since a form that asks for nothing does its work then.
  ['nothing', () => undefined],
]

it('finds the forms of everybody', () => {
  expect(forms.admin?.length).toBeGreaterThan(20)
  expect(forms.staff?.length).toBeGreaterThan(5)
})

describe('each form of our admin', () => {
  it('is not taken without its token, nor with one that somebody made up', long, async () => {
    const before = await countRows(demo.t)
    expect(
      await each('admin', async (form, browser) => {
        const findings: string[] = []
        for (const token of ['', 'forged', people.sales?.cookies.get('tessera.form') ?? '']) {
          const data = filled(form, plausible)
          data.set('token', token)
          const { status } = await sendForm(browser, form.action, data)
          if (status !== 403) findings.push(`answers ${status} to a forged token`)
        }
        return findings
      }),
    ).toEqual([])
    expect(changesSince(before, await countRows(demo.t))).toEqual({})
  })

  it('refuses what is too much to read', long, async () => {
    expect(
      await each(
        'admin',
        async (form, browser) => {
          const data = filled(form, plausible)
          data.set('padding', 'x'.repeat(form.multipart ? 31_000_000 : 1_000_001))
          const much = await sendForm(browser, form.action, data)
          const many = filled(form, plausible)
          many.set('token', 'forged')
          for (let n = 0; n < 10_000; n++) many.append(`field${n}`, String(n))
          const lots = await sendForm(browser, form.action, many)
          return [
            ...(much.status === 413 ? [] : [`answers ${much.status} to a megabyte`]),
            ...failed(lots.status, lots.page),
          ]
        },
        (form) => !form.multipart || form.page === '/deals/new',
      ),
    ).toEqual([])
  })

  it('speaks Chinese to who reads Chinese, also when it refuses', long, async () => {
    const browser = people.admin as Browser
    browser.cookies.set('tessera.view', 'auto.comfortable.zh')
    const odd: string[] = []
    let told = 0
    for (const [, fill] of bad.slice(1, 4))
      odd.push(
        ...(await each('admin', async (form) => {
          const { page } = await sendForm(browser, form.action, filled(form, fill))
          told += toldIn(page).length
          // What was typed is told again as it was typed.
          return toldIn(page).filter((text) => !/\p{Script=Han}/u.test(text) && !text.includes('0x7f'))
        })),
      )
    browser.cookies.delete('tessera.view')
    expect(odd).toEqual([])
    expect(told).toBeGreaterThan(20)
  })
})

describe.each(['admin', 'sales', 'service', 'finance', 'staff'])('each form of our %s', (who) => {
  it.each(bad)('takes %s for what it is, and breaks of nothing', long, async (_what, fill) => {
    expect(
      await each(who, async (form, browser) => {
        const data = filled(form, fill)
        data.set('key', crypto.randomUUID())
        const { status, page } = await sendForm(browser, form.action, data)
        return failed(status, page)
      }),
    ).toEqual([])
  })
})

describe('each form of our administrator', () => {
  it('does its work once, clicked twice and sent again later', long, async () => {
    // These change how one signs in, and the language.
    const usual = ({ action }: Form): boolean => !/^\/(?:password|two-factor|account|preferences)/.test(action)
    expect(
      await each(
        'admin',
        async (form, browser) => {
          const send = () => sendForm(browser, form.action, filled(form, plausible))
          const [first, second] = await Promise.all([send(), send()])
          const before = await countRows(demo.t)
          const again = await send()
          const answers = [first, second].map(({ status, location }) => `${status} ${location}`)
          const more = changesSince(before, await countRows(demo.t))
          return [
            ...[first, second, again].flatMap(({ status, page }) => failed(status, page)),
            // What comes later may be told that it is done; it must do nothing more.
            ...(new Set(answers).size > 1 && first.status === 303 ? [`answers ${answers.join(', ')}`] : []),
            ...(Object.keys(more).length > 0 ? [`makes more when it comes again: ${JSON.stringify(more)}`] : []),
          ]
        },
        usual,
      ),
    ).toEqual([])
  })
})

/** What a page tells of a refusal: at fields, and above forms. */
const toldIn = (page: string): string[] =>
  [...page.matchAll(/class="(?:field-error|notice-title|notice-text)"[^>]*>([\s\S]*?)<\/(?:p|h2|div)>/g)]
    .map(([, text = '']) => text.replaceAll(/<[^>]+>/g, '').trim())
    .filter(Boolean)
