import type { Planted } from './plant-rows.ts'
import { shared } from './two-trees.ts'

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi

/** Knows whatever must not be seen, and finds it in texts. */
export class Watch {
  readonly #marks: readonly string[]
  readonly #entityOf = new Map<string, string>()

  constructor(firms: readonly { readonly mark: string; readonly planted: Planted }[]) {
    this.#marks = firms.map(({ mark }) => mark.toLowerCase())
    for (const { planted } of firms)
      for (const [entity, ids] of planted) if (!shared.has(entity)) for (const id of ids) this.#entityOf.set(id, entity)
  }

  /** What of theirs shows in a text, `asked` aside: who sends an id may read it back. */
  findings(text: string, asked: readonly string[] = []): string[] {
    const plain = text.toLowerCase()
    const marks = this.#marks.filter((mark) => plain.includes(mark)).map((mark) => `the mark ${around(plain, mark)}`)
    const ids = new Set(text.match(uuid)?.map((id) => id.toLowerCase()))
    const known = [...ids].flatMap((id) => {
      const entity = this.#entityOf.get(id)
      return entity && !asked.includes(id) ? [`the id of a ${entity}`] : []
    })
    return [...marks, ...new Set(known)]
  }
}

function around(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return `in «${text.slice(Math.max(0, at - 120), at + 80).replaceAll(/\s+/g, ' ')}»`
}
