import type { Actor } from '../../access/actor.ts'
import { profileOf } from '../../access/actor-facts.ts'
import type { Statement } from '../../database/database.ts'
import { boundStatement, type Path, type Template } from '../../query/sql-writer.ts'

type Arguments = Readonly<Record<string, unknown>>

/** A statement that was planned once: for whom, for arguments of which form, and where its values stand in them. */
interface Kept {
  readonly profile: string
  /** What else planning saw of the arguments. */
  readonly seen: string
  readonly form: Form
  /** The arguments, but for the values that are bound. */
  readonly rest: string
  readonly template: Template
  /** For each parameter whether it comes from the arguments, by its path. */
  readonly bound: readonly boolean[]
}

/** Where values are bound: `true` at a value, else by name or number. */
type Form = true | { readonly [key: string]: Form }

/** How many forms of arguments of one root field are kept. */
const mostKept = 6

/**
 * The statements of one root field whose selection does not change. Planning looks into no value that it binds, only whether there
 * is one, and what is `seen` of it; so for arguments that differ in such values alone the text is the same.
 */
export class KeptStatements {
  readonly #kept: Kept[] = []

  /** The statement for these arguments, if one of their form was planned for such an actor; `seen` as `RootRead` has it. @throws VALIDATION */
  find(actor: Actor, args: Arguments, seen = ''): Statement | null {
    const profile = profileOf(actor)
    for (const { template, form, rest, bound, ...kept } of this.#kept)
      if (kept.profile === profile && kept.seen === seen && restOf(args, form) === rest)
        return boundStatement(template, ({ raw, path }, index) => (bound[index] ? valueAt(args, path) : raw))
    return null
  }

  keep(actor: Actor, args: Arguments, template: Template, seen = ''): void {
    const bound = template.parameters.map(({ raw, path }) => raw !== undefined && valueAt(args, path) === raw)
    const form = formOf(template.parameters.filter((_parameter, index) => bound[index]).map(({ path }) => path))
    this.#kept.unshift({ profile: profileOf(actor), seen, form, rest: restOf(args, form), template, bound })
    if (this.#kept.length > mostKept) this.#kept.pop()
  }
}

const valueAt = (args: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    args,
  )

function formOf(paths: readonly Path[]): Form {
  const form: Record<string, Form> = {}
  for (const path of paths) {
    let at = form
    for (const [depth, name] of path.entries()) {
      if (depth === path.length - 1) at[name] = true
      else {
        const next = at[name]
        const inner = typeof next === 'object' ? next : {}
        at[name] = inner
        at = inner as Record<string, Form>
      }
    }
  }
  return form
}

/** Arguments as a text, in which bound values show nothing but what planning can tell of them. */
function restOf(value: unknown, form: Form | undefined): string {
  if (form === true) return value === null || value === undefined ? 'none' : Array.isArray(value) ? 'list' : 'value'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map((item, index) => restOf(item, form?.[index])).join()}]`
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${restOf(item, form?.[name])}`)
  return `{${members.join()}}`
}
