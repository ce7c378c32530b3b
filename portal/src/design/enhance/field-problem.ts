import { plainNumber } from '../../forms/plain-number.ts'
import { textOf } from './texts.ts'

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What is wrong with what stands in a control, as the server would say it; null where nothing is. Reads attributes alone. */
export function problemOf(control: Control): string | null {
  if (control.disabled) return null
  if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox'))
    return control.required && !chosen(control) ? textOf('form.required') : null
  if (control.validity.badInput) return textOf('form.date')
  const value =
    control instanceof HTMLInputElement && control.type === 'password' ? control.value : control.value.trim()
  if (value === '') return control.required ? textOf('form.required') : null
  if (control instanceof HTMLSelectElement) return null
  return lengthProblem(control, value) ?? (control instanceof HTMLInputElement ? formProblem(control, value) : null)
}

/** Of radio buttons one is enough. */
function chosen(control: HTMLInputElement): boolean {
  if (control.type === 'checkbox') return control.checked
  const group = control.form?.elements.namedItem(control.name)
  return group instanceof RadioNodeList ? group.value !== '' : control.checked
}

function lengthProblem({ maxLength, minLength }: HTMLInputElement | HTMLTextAreaElement, value: string): string | null {
  if (maxLength >= 0 && value.length > maxLength)
    return textOf('form.tooLong', { max: maxLength, length: value.length })
  return minLength > 0 && value.length < minLength ? textOf('form.tooShort', { min: minLength }) : null
}

function formProblem(control: HTMLInputElement, value: string): string | null {
  if (control.type === 'email' && !emailForm.test(value)) return textOf('form.email')
  if (control.type === 'date' || control.type === 'month') return dayProblem(control, value)
  const kind = control.closest<HTMLElement>('.field')?.dataset.type
  if (kind === 'number' || kind === 'percent' || kind === 'money') return numberProblem(control, value)
  return control.validity.patternMismatch ? textOf('form.pattern') : null
}

function numberProblem({ min, max }: HTMLInputElement, value: string): string | null {
  const plain = plainNumber(value)
  if (plain === null) return textOf('form.number')
  if (min !== '' && Number(plain) < Number(min)) return textOf('form.tooSmall', { min })
  return max !== '' && Number(plain) > Number(max) ? textOf('form.tooLarge', { max }) : null
}

function dayProblem({ min, max }: HTMLInputElement, value: string): string | null {
  if (min !== '' && value < min) return textOf('form.tooEarly', { day: shown(min) })
  return max !== '' && value > max ? textOf('form.tooLate', { day: shown(max) }) : null
}

/** A day as the page's language writes it. */
const shown = (day: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`),
  )
