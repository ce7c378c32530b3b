/** Where an account stands in its life with the company. */
export const stages = ['prospect', 'firstPurchase', 'regular', 'keyAccount', 'lapsed', 'wonBack'] as const

export type Stage = (typeof stages)[number]
