/**
 * Keys go to what names them in `data-shortcut`: a field gets the focus, anything else a click. One key alone (`/`), or two one after the
 * other (`g d`). `?` opens the list of those there are on this page.
 */
import { isTyping } from './typing.ts'

const within = 1200
const kept = 'tessera.keys'

/** Somebody who speaks to the computer presses keys unawares, so that they can be switched off (WCAG 2.1.4). */
const off = (): boolean => localStorage.getItem(kept) === 'off'
const toggle = document.querySelector<HTMLInputElement>('[data-keys-on]')
if (toggle) {
  toggle.checked = !off()
  toggle.addEventListener('change', () => localStorage.setItem(kept, toggle.checked ? 'on' : 'off'))
}

let first: { readonly key: string; readonly at: number } | null = null

const named = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-shortcut]')]

function go(element: HTMLElement): void {
  if (element instanceof HTMLInputElement) element.focus()
  else element.click()
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || off()) return
  const { key } = event
  const now = performance.now()
  const pair = first && now - first.at < within ? `${first.key} ${key}` : null
  first = null
  const all = named()
  const found =
    all.find(({ dataset }) => dataset.shortcut === pair) ?? all.find(({ dataset }) => dataset.shortcut === key)
  if (found) {
    event.preventDefault()
    go(found)
  } else if (all.some(({ dataset }) => dataset.shortcut?.startsWith(`${key} `))) first = { key, at: now }
})

const list = document.querySelector<HTMLElement>('#shortcuts .shortcuts')
/** What a key leads to, as it is called on the page. */
const nameOf = (element: HTMLElement): string =>
  element.dataset.shortcutName ?? element.getAttribute('aria-label') ?? element.textContent.trim()

for (const button of document.querySelectorAll<HTMLElement>('[data-dialog="shortcuts"]')) {
  button.hidden = false
  button.addEventListener('click', () =>
    list?.replaceChildren(
      ...named().map((element) => {
        const row = document.createElement('div')
        const [name, keys] = [document.createElement('dt'), document.createElement('dd')]
        name.textContent = nameOf(element)
        for (const key of element.dataset.shortcut?.split(' ') ?? []) {
          const cap = document.createElement('kbd')
          cap.textContent = key
          keys.append(cap)
        }
        row.append(name, keys)
        return row
      }),
    ),
  )
}
