type Run<K, R> = (keys: readonly K[]) => Promise<readonly R[]>

interface Batch {
  readonly keys: unknown[]
  readonly results: Promise<readonly unknown[]>
}

/**
 * Joins the calls that one field of a query makes for its many rows into one call. Rows of derived fields are complete when
 * the first is resolved, so all calls of a place come before the next microtask.
 */
export class Batches {
  readonly #open = new Map<object, Batch>()

  /** Asks for `key` at `place` (the field nodes of a query, which are one object for all rows); `run` gets all keys asked for there, and gives a result or an Error for each. */
  async load<K, R>(place: object, key: K, run: Run<K, R>): Promise<R> {
    let batch = this.#open.get(place)
    if (!batch) {
      const keys: K[] = []
      const results = Promise.resolve().then(() => {
        this.#open.delete(place)
        return run(keys)
      })
      batch = { keys, results }
      this.#open.set(place, batch)
    }
    const index = batch.keys.push(key) - 1
    const result = (await batch.results)[index]
    if (result instanceof Error) throw result
    return result as R
  }
}
