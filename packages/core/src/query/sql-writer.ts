import type { Statement } from '../database/database.ts'
import { type IssueCode, issue } from '../errors/issues.ts'
import { type Issue, TesseraError } from '../errors/tessera-error.ts'
import { quote } from '../model/record.ts'

export type Path = Issue['path']

/** Turns a value as a client or code gave it into what PostgreSQL takes. @throws InvalidValue */
export type Encode = (raw: unknown) => unknown

/** Why a value can not be bound. */
export class InvalidValue {
  readonly code: IssueCode
  readonly params: Readonly<Record<string, unknown>>

  constructor(code: IssueCode, params: Readonly<Record<string, unknown>> = {}) {
    this.code = code
    this.params = params
  }
}

export interface Parameter {
  readonly raw: unknown
  readonly encode: Encode
  readonly path: Path
}

/** A planned text with its parameters, to be bound to these or to other values. */
export interface Template {
  readonly text: string
  readonly parameters: readonly Parameter[]
  /** Which parameters the text mentions, in its own order; all where null. */
  readonly used: readonly number[] | null
}

/** The statement of a template. @throws VALIDATION with every value that can not be bound */
export function boundStatement(
  { text, parameters, used }: Template,
  rawOf: (parameter: Parameter, index: number) => unknown = ({ raw }) => raw,
): Statement {
  const values = encoded(parameters, rawOf)
  return { text, values: used ? used.map((number) => values[number - 1]) : values }
}

function encoded(parameters: readonly Parameter[], rawOf: (parameter: Parameter, index: number) => unknown): unknown[] {
  const issues: Issue[] = []
  const values = parameters.map((each, index) => {
    const { encode, path } = each
    try {
      return encode(rawOf(each, index))
    } catch (thrown) {
      if (!(thrown instanceof InvalidValue)) throw thrown
      // A value may be bound twice, as money is for its amount and its currency.
      if (!issues.some((known) => known.path.join('.') === path.join('.')))
        issues.push(issue(path, thrown.code, thrown.params))
      return null
    }
  })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return values
}

/**
 * Collects the parameters of one statement while its text is written. Planning never looks into a bound value: it is encoded
 * only by `statement`, so that a text planned once can be bound to other values later.
 */
export class SqlWriter {
  readonly #parameters: Parameter[] = []
  #aliases = 0
  #template: Template | undefined

  /** SQL for a value, as a parameter cast to `type`. `path` says where the value came from. */
  bind(raw: unknown, encode: Encode, type: string, path: Path): string {
    this.#parameters.push({ raw, encode, path })
    return `$${this.#parameters.length}::${type}`
  }

  /** A name no other part of the statement has. */
  alias(): string {
    return `t${this.#aliases++}`
  }

  /** The statement with its values. @throws VALIDATION with every value that can not be bound */
  statement(text: string): Statement {
    this.#template = this.#templateOf(text)
    return boundStatement(this.#template)
  }

  /** What the last statement was made of. */
  get template(): Template | undefined {
    return this.#template
  }

  #templateOf(text: string): Template {
    const parameters = this.#parameters
    // PostgreSQL refuses parameters that its text does not mention, such as the filter of a list of which nothing is asked.
    const used = [...new Set(Array.from(text.matchAll(parameter), ([, number]) => Number(number)))].sort(
      (a, b) => a - b,
    )
    if (used.length === parameters.length) return { text, parameters, used: null }
    const numbers = new Map(used.map((number, index) => [number, index + 1]))
    return {
      text: text.replace(parameter, (_whole, number: string) => `$${numbers.get(Number(number))}::`),
      parameters,
      used,
    }
  }
}

/** A parameter as `bind` writes it. Nothing else in a text of ours looks like it. */
const parameter = /\$(\d+)::/g

/** Rows of a table under an alias; remembers which columns were asked for. */
export class Source {
  readonly alias: string
  readonly #columns = new Set<string>()

  constructor(alias: string) {
    this.alias = alias
  }

  column(name: string): string {
    this.#columns.add(name)
    return `${this.alias}.${quote(name)}`
  }

  /** A select list of every column asked for so far. */
  selectList(): string {
    return [...this.#columns].map((name) => `${this.alias}.${quote(name)}`).join(', ')
  }
}

/** A text constant of ours (never a value of a client). */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A refusal of one place of the arguments. */
export function refuse(path: Path, code: IssueCode, params: Readonly<Record<string, unknown>> = {}): never {
  throw new TesseraError('VALIDATION', {}, { issues: [issue(path, code, params)] })
}
