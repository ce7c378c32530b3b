import type { ShortCut } from '@tessera/client'
import { letsIn } from './guard.ts'
import type { Seed } from './seed.ts'
import type { PortalVisitor } from './visitor.ts'

/**
 * Asks for what parts of every page need, before the page itself asks for anything, so that all of it comes in one round trip: the
 * parts are rendered behind what the page waits for. Gives how the page's operations are answered; each of those asked here once.
 */
export function askedAhead({ visit, asks }: Pick<Seed, 'visit' | 'asks'>, visitor: PortalVisitor | null): ShortCut {
  const answers = new Map<string, ReturnType<ShortCut>>()
  for (const { query, guard } of asks) {
    if (!visitor || !letsIn(guard, visitor)) continue
    const answer = visit.ask({ query, variables: {} })
    // Told to the part that asks. A page that ends without asking, such as a redirect, has no use for it.
    answer.catch(() => undefined)
    answers.set(query, answer)
  }
  return (asked) => {
    const answer = Object.keys(asked.variables ?? {}).length === 0 ? answers.get(asked.query) : undefined
    if (!answer) return visit.ask(asked)
    answers.delete(asked.query)
    return answer
  }
}
