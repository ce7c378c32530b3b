import type { Notice } from '../runtime/notice.ts'

/** A form as a page shows it. */
export interface FormState<Name extends string = string> {
  /** Return it from the page, if there is one: the form was sent and the browser goes elsewhere. */
  readonly response: Response | null
  readonly name: string
  /** Where the form is sent: this page. */
  readonly action: string
  /** Whether it has files. */
  readonly multipart: boolean
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  /** Why it was not taken, or that typed entries came back. */
  readonly notice: Notice | null
  readonly errors: Readonly<Partial<Record<Name, string>>>
  /** What the fields are called, by name: each `Field` says it as it is drawn, and the summary of errors names them. */
  readonly labels: Map<string, string>
  /** What stands in a field: what was typed, else its first value. */
  value(name: Name): string
  /** Of check boxes of one name and multiple selects. */
  values(name: Name): readonly string[]
}
