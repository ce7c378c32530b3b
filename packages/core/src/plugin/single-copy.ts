import { TesseraError } from '../errors/tessera-error.ts'

const key = Symbol.for('tessera.core.copies')
const shared = globalThis as unknown as Record<symbol, Set<string> | undefined>
const copies = shared[key] ?? new Set<string>()
shared[key] = copies
copies.add(import.meta.dirname)

/** Where copies of core are loaded from in this process; more than one is a fault of the installation. */
export const loadedCopies = (): readonly string[] => [...copies]

/**
 * Two copies of core in one process would not know each other's entities, errors and builders.
 * @throws CORE_DUPLICATE
 */
export function requireSingleCopy(loaded: readonly string[] = loadedCopies()): void {
  const [first, second] = loaded
  if (second) throw new TesseraError('CORE_DUPLICATE', { first, second })
}
