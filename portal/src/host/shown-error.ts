import { errors, type ShownError } from '@tessera/core'

interface Coded extends Error {
  readonly code: string
  readonly status?: number
  readonly errors?: readonly { readonly extensions?: { readonly issues?: readonly { readonly code: string }[] } }[]
}

/** What a page threw, if it is a refusal: the page's own, the API's or the server's. */
export function shownError(error: unknown): ShownError | null {
  if (!isCoded(error)) return null
  const { name, message, code, status = 500 } = error
  if (name === 'PageFailure' || name === 'TesseraError') return { code, message, status }
  if (name !== 'RefusedError') return null
  // An address with an id that is none leads to nothing, as one with an unknown id does.
  if (isAboutIds(error)) return { code: 'NOT_FOUND', message, status: 404 }
  return { code, message, status: code in errors ? errors[code as keyof typeof errors].status : 500 }
}

// By name: the page's copies of these classes are others than ours.
const isCoded = (error: unknown): error is Coded =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

function isAboutIds({ errors: list = [] }: Coded): boolean {
  const issues = list.flatMap(({ extensions }) => extensions?.issues ?? [])
  return issues.length > 0 && issues.every(({ code }) => code === 'ID')
}
