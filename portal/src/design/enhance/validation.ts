/**
 * Says what is wrong beside a field once it is left, and takes it back as soon as it is right; a form with such fields is not sent. The rules
 * are the server's, which asks again.
 */
import { type Control, problemOf } from './field-problem.ts'
import { part } from './texts.ts'

const isControl = (target: EventTarget | null): target is Control =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement

/** Where our own words stand, the browser's are not needed. */
for (const form of document.querySelectorAll<HTMLFormElement>('form.form[method="post"]')) form.noValidate = true

/** Shows a problem as the server's pages do, or takes the one that is shown away. Gives whether there is one. */
function show(control: Control, problem: string | null): boolean {
  const box = control.closest<HTMLElement>('.field')
  if (!box) return problem !== null
  const group = box.matches('fieldset') ? box : control
  const id = `${group.id}-error`
  const there = box.querySelector<HTMLElement>(':scope > .field-error')
  const described = new Set((group.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean))
  if (problem === null) {
    there?.remove()
    described.delete(id)
    delete box.dataset.invalid
    control.removeAttribute('aria-invalid')
  } else {
    const line = there ?? part('error')
    if (!line) return true
    line.id = id
    const text = line.querySelector('span')
    if (text) text.textContent = problem
    if (!there) box.append(line)
    described.add(id)
    box.dataset.invalid = ''
    control.setAttribute('aria-invalid', 'true')
  }
  if (described.size > 0) group.setAttribute('aria-describedby', [...described].join(' '))
  else group.removeAttribute('aria-describedby')
  return problem !== null
}

const ours = (control: Control): boolean => control.form?.matches('form.form[method="post"]') ?? false
const wasWrong = (control: Control): boolean => control.closest('[data-invalid]') !== null

// Leaving a field that nobody typed in says nothing: it may be filled in later.
document.addEventListener('change', ({ target }) => {
  if (isControl(target) && ours(target)) show(target, problemOf(target))
})
document.addEventListener('input', ({ target }) => {
  if (isControl(target) && ours(target) && wasWrong(target)) show(target, problemOf(target))
})

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.matches('form.form[method="post"]')) return
  if (event.submitter instanceof HTMLButtonElement && event.submitter.formNoValidate) return
  const wrong = [...form.elements].filter(
    (control): control is Control =>
      isControl(control) && control.type !== 'hidden' && show(control, problemOf(control)),
  )
  if (wrong.length === 0) return
  event.preventDefault()
  wrong[0]?.focus()
})
