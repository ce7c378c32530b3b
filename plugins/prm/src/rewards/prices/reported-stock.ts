import { type Context, contributionPoint, type Id } from '@tessera/core'

/** What is asked: how much of a product a partner had on a day. */
export interface StockQuestion {
  readonly partner: Id
  readonly product: Id
  readonly on: string
}

/** Where it is known what partners have in stock. Asked with the system's rights. */
export interface StockSource {
  /** Quantities as decimal texts, in the order asked; null where nothing was reported. */
  read(ctx: Context, asked: readonly StockQuestion[]): Promise<readonly (string | null)[]>
}

/** Where plugins say what partners reported in stock: price protection pays for no more than that. */
export const stockSources = contributionPoint<StockSource>('prm.reportedStock')
