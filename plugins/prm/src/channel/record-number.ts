import { randomInt } from 'node:crypto'

/** Digits and letters that nobody takes for one another when they are read out. */
const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

const four = (): string => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')

/**
 * What a record of a partner is called by, such as `DR-7KQ2-94HM`. A number that counts up would tell a partner how many of them all the
 * others have; of this one nothing follows. Of two that were ever the same, 1 in 6 · 10¹¹, the unique index refuses the second.
 */
export const recordNumber = (kind: 'DR' | 'LD'): string => `${kind}-${four()}-${four()}`
