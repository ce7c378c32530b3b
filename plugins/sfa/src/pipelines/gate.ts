/**
 * Something that must hold before an opportunity enters a stage, as data:
 *
 * - `{ field: 'amount' }`: the field has a value
 * - `{ field: 'probability', atLeast: '50' }`: a number, per cent or amount (in major units, of `currency` where given) that large
 * - `{ contact: 'decisionMaker' }`: a contact with this role in the deal is named
 * - `{ lines: 1 }`: so many products stand on it
 * - `{ competitors: 1 }`: so many competitors are named
 */
export type Gate =
  | { readonly field: string; readonly atLeast?: string; readonly currency?: string }
  | { readonly contact: string }
  | { readonly lines: number }
  | { readonly competitors: number }
