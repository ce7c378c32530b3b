/** What a client sends for the variables of an operation. */
export type SentVariables = Readonly<Record<string, unknown>>

/** How many answers are kept for one place in an operation, and how long what they are found by may be. */
const mostKept = 4
const longestKey = 1_000

/**
 * What was made of some variables, kept for who sends the same next: pages ask for the same day, status or number of rows, whoever
 * looks. What is given is shared, so nobody may change it.
 */
export class ByVariables<T> {
  readonly #names: readonly string[] | null
  readonly #kept = new Map<string, T>()

  /** Keeps nothing where `names` is null. */
  constructor(names: readonly string[] | null) {
    this.#names = names
  }

  of(sent: SentVariables, make: () => T): T {
    if (!this.#names) return make()
    const key = JSON.stringify(this.#names.map((name) => keyOf(sent, name)))
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const made = make()
    if (key.length > longestKey) return made
    this.#kept.set(key, made)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value as string)
    return made
  }
}

/** One that is left out is another than one that is null: it has its default. */
function keyOf(sent: SentVariables, name: string): unknown {
  if (!Object.hasOwn(sent, name)) return 0
  return sent[name] === undefined ? 1 : [sent[name]]
}
