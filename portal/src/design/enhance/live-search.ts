/**
 * Shows the first results under the search field of the header while somebody types: those that the search page would show, taken out of
 * it, so that nobody sees more. Arrow keys choose, Enter opens, Escape closes; Enter without a choice goes to the search page.
 */
import { textOf } from './texts.ts'

const input = document.querySelector<HTMLInputElement>('.shell-search input[name="q"]')
const pause = 220
const most = 8
/** Of one kind at first, so that many deals do not hide the one product. */
const ofAKind = 3

if (input?.form) attach(input, input.form)

function attach(field: HTMLInputElement, form: HTMLFormElement): void {
  const list = document.createElement('div')
  list.id = 'live-results'
  list.className = 'live-results'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', textOf('portal.design.searchResults'))
  list.hidden = true
  form.append(list)
  const told = document.createElement('p')
  told.className = 'visually-hidden'
  told.setAttribute('role', 'status')
  form.append(told)
  field.setAttribute('role', 'combobox')
  field.setAttribute('aria-autocomplete', 'list')
  field.setAttribute('aria-controls', list.id)
  field.setAttribute('aria-expanded', 'false')

  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  let at = -1

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role="option"]')]
  const close = (): void => {
    clearTimeout(timer)
    asking?.abort()
    list.hidden = true
    at = -1
    field.setAttribute('aria-expanded', 'false')
    field.removeAttribute('aria-activedescendant')
  }
  const choose = (place: number): void => {
    const all = options()
    at = place
    for (const [index, option] of all.entries()) option.setAttribute('aria-selected', String(index === place))
    const chosen = all[place]
    if (chosen) field.setAttribute('aria-activedescendant', chosen.id)
    else field.removeAttribute('aria-activedescendant')
    chosen?.scrollIntoView({ block: 'nearest' })
  }
  const open = (results: readonly Result[]): void => {
    list.replaceChildren(...results.map(optionOf))
    at = -1
    list.hidden = results.length === 0
    field.setAttribute('aria-expanded', String(results.length > 0))
    told.textContent = textOf(results.length > 0 ? 'portal.design.searchCount' : 'portal.design.searchNone', {
      count: results.length,
    })
  }
  const ask = async (text: string): Promise<void> => {
    asking?.abort()
    asking = new AbortController()
    try {
      const address = `${form.action}?q=${encodeURIComponent(text)}`
      const response = await fetch(address, { signal: asking.signal, headers: { accept: 'text/html' } })
      if (response.ok && !response.redirected && field.value.trim() === text) open(resultsOf(await response.text()))
    } catch {
      // Offline, or overtaken by the next letter: the search page is still there.
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    const text = field.value.trim()
    if (text.length < 2) close()
    else timer = setTimeout(() => void ask(text), pause)
  })
  field.addEventListener('keydown', (event) => {
    const count = options().length
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault()
      list.hidden = false
      field.setAttribute('aria-expanded', 'true')
      choose((at + (event.key === 'ArrowDown' ? 1 : -1) + count + (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) % count)
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault()
      options()[at]?.click()
    }
  })
  form.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) close()
  })
  form.addEventListener('submit', close)
}

interface Result {
  readonly href: string
  readonly title: string
  readonly kind: string
}

/** The links of the results on the search page. */
function resultsOf(page: string): readonly Result[] {
  const found = new DOMParser().parseFromString(page, 'text/html').querySelectorAll<HTMLElement>('[data-results]')
  const groups = [...found].map((group) =>
    [...group.querySelectorAll<HTMLAnchorElement>('a[href]')]
      .map((link) => ({
        href: link.getAttribute('href') ?? '',
        title: link.textContent.trim(),
        kind: group.dataset.results ?? '',
      }))
      .filter(({ href }) => href.startsWith('/') && !href.startsWith('//')),
  )
  const first = groups.flatMap((results) => results.slice(0, groups.length > 1 ? ofAKind : most))
  return first.slice(0, most)
}

/** The option is the link itself: what stands inside an option is not read out as a link. */
function optionOf({ href, title, kind }: Result, index: number): HTMLElement {
  const link = document.createElement('a')
  link.id = `live-result-${index}`
  link.setAttribute('role', 'option')
  link.setAttribute('aria-selected', 'false')
  link.href = href
  link.tabIndex = -1
  const [name, what] = [document.createElement('span'), document.createElement('span')]
  name.textContent = title
  what.className = 'live-result-kind'
  what.textContent = kind
  link.append(name, what)
  return link
}
