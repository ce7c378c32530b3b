/** Fails to compile unless both types are the same, `any` included. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export const hold = <T extends true>(..._proofs: readonly T[]): void => {}

/** `any` is what a lost import leaves behind; it would pass every other check. */
export type IsAny<T> = 0 extends 1 & T ? true : false
