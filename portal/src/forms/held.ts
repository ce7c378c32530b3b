import type { PortalVisit } from '@tessera/core'

/** What somebody typed into a form whose session had ended, kept until they have signed in again. */
export interface HeldForm {
  readonly path: string
  readonly fields: readonly (readonly [string, string])[]
}

const purpose = 'held form'
const seconds = 3600
/** What only the old page may send, and what must not travel. */
const left = /^(?:token|key|held)$|passw|secret|code$/i

/** A sealed text with a form's entries; without files, which a browser does not let a page give back. */
export function holdForm(visit: Pick<PortalVisit, 'seal'>, path: string, data: FormData): string {
  const fields = [...data.entries()].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !left.test(name) ? [[name, value]] : [],
  )
  return visit.seal(purpose, JSON.stringify({ path, fields } satisfies HeldForm), seconds)
}

/** The entries, or null where they are too old or not ours. */
export function readHeld(visit: Pick<PortalVisit, 'unseal'>, sealed: unknown): HeldForm | null {
  const text = visit.unseal(purpose, sealed)
  return text === null ? null : (JSON.parse(text) as HeldForm)
}

export function heldData({ fields }: HeldForm): FormData {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}
