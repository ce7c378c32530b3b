import type { Translate } from '@tessera/portal/runtime'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Example } from '../open-example.ts'

/** How a walk looks at the portal. */
export interface Eyes {
  readonly example: Example
  readonly language: 'en' | 'zh'
  readonly javaScript: boolean
  readonly t: Translate
}

/** What a form is given: a text, the label of a choice by `{ label }`, a box that is ticked, files. */
export type Entry =
  | string
  | true
  | { readonly label: string }
  | { readonly file: string; readonly type: string; readonly content: string }

/** A window of one person: goes where links lead, fills forms in, reads what stands there. */
export class Window {
  readonly context: BrowserContext
  readonly page: Page
  readonly t: Translate

  private constructor(context: BrowserContext, page: Page, t: Translate) {
    this.context = context
    this.page = page
    this.t = t
  }

  static async open(
    { example, language, javaScript, t }: Eyes,
    person: { readonly email?: string } = {},
  ): Promise<Window> {
    const context = await example.window({
      ...person,
      javaScriptEnabled: javaScript,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    })
    context.setDefaultTimeout(60_000)
    return new Window(context, await context.newPage(), t)
  }

  async go(path: string): Promise<void> {
    const response = await this.page.goto(path)
    expect([path, response?.status()]).toEqual([path, 200])
  }

  /** Opens a link of the content by its text. */
  async follow(text: string): Promise<void> {
    const link = this.main.getByRole('link', { name: text }).first()
    const href = (await link.getAttribute('href')) ?? ''
    await link.click()
    await this.page.waitForURL((url) => url.href === new URL(href, this.page.url()).href)
  }

  get main(): Locator {
    return this.page.locator('main')
  }

  /** The path of the page that is shown. */
  get path(): string {
    return new URL(this.page.url()).pathname
  }

  /** Fills a form in and sends it, and waits for what is then said. `name` is the form's, `within` narrows it down. */
  async send(
    name: string,
    entries: Readonly<Record<string, Entry>>,
    {
      intent,
      says,
      within = this.main,
    }: { readonly intent?: string; readonly says?: string; readonly within?: Locator } = {},
  ): Promise<void> {
    const form = within
      .locator('form')
      .filter({ has: this.page.locator(`input[name="form"][value="${name}"]`) })
      .filter({ has: this.page.locator('button') })
      .first()
    await this.#unfold(form)
    for (const [field, entry] of Object.entries(entries)) await this.#enter(form, field, entry)
    await form
      .locator(intent ? `button[name="intent"][value="${intent}"]` : 'button:not([type="button"])')
      .first()
      .click()
    if (says !== undefined) await this.sees(says)
  }

  /** Waits until a text stands on the page. */
  async sees(text: string): Promise<void> {
    await this.page
      .getByText(text)
      .first()
      .waitFor()
      .catch(async (error: Error) => {
        const shown = (await this.page.locator('body').innerText()).replace(/\s+/g, ' ')
        throw new Error(`«${text}» is not on ${this.page.url()}, which says: ${shown}`, { cause: error })
      })
  }

  /** The text of the content, in one line. */
  async text(): Promise<string> {
    return (await this.main.innerText()).replace(/\s+/g, ' ')
  }

  close(): Promise<void> {
    return this.context.close()
  }

  /** Opens what a form is folded away in. */
  async #unfold(form: Locator): Promise<void> {
    const folded = form.locator('xpath=ancestor::details[not(@open)]')
    for (const details of await folded.all()) await details.locator('summary').first().click()
  }

  async #enter(form: Locator, field: string, entry: Entry): Promise<void> {
    const control = form.locator(`[name="${field}"]`).first()
    if (entry === true) await control.check()
    else if (typeof entry === 'object' && 'label' in entry) await this.#choose(form, field, entry.label)
    else if (typeof entry === 'object')
      await control.setInputFiles({ name: entry.file, mimeType: entry.type, buffer: Buffer.from(entry.content) })
    else await control.fill(entry)
  }

  async #choose(form: Locator, field: string, label: string): Promise<void> {
    const select = form.locator(`select[name="${field}"]`)
    if ((await select.count()) > 0) {
      const option = select.locator('option').filter({ hasText: label }).first()
      await select.selectOption((await option.getAttribute('value')) ?? '')
    } else await form.getByLabel(label).first().check()
  }
}
