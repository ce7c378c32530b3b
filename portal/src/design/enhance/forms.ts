/** After an impatient second click nothing is sent twice, and the button says that something happens. */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== 'post') return
  // The page stays where a file is all that comes.
  if (form.dataset.download !== undefined) return
  if (form.dataset.sent !== undefined) {
    event.preventDefault()
    return
  }
  form.dataset.sent = ''
  const button = event.submitter
  if (!(button instanceof HTMLButtonElement)) return
  button.setAttribute('aria-busy', 'true')
  const text = button.querySelector('span')
  if (!text || !button.dataset.busyText) return
  button.dataset.idleText = text.textContent
  text.textContent = button.dataset.busyText
})

// Back from the next page, a form kept in the browser’s memory may be sent again.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent
  for (const button of document.querySelectorAll<HTMLElement>('button[aria-busy]')) {
    button.removeAttribute('aria-busy')
    const text = button.querySelector('span')
    if (text && button.dataset.idleText !== undefined) text.textContent = button.dataset.idleText
  }
})

document.querySelector<HTMLElement>('.form-errors')?.focus()
