import { type Context, contributionPoint, type Id } from '@tessera/core'
import type { OrdersModel } from '../model.ts'

/** A line as the authority matrix judges it. Amounts are minor units of the document's currency. */
export interface JudgedLine {
  readonly id: Id
  readonly position: number
  /** What a person calls it. */
  readonly title: string
  readonly category: Id | null
  /** What the line costs by the rules of the price books; null where they have no price for it. */
  readonly rulePrice: bigint | null
  /** What it is offered for, after every discount. */
  readonly net: bigint
  readonly cost: bigint | null
}

/** A quote or an order, as approvals see it. */
export interface CommercialDocument {
  readonly kind: 'quote' | 'order'
  readonly id: Id
  readonly title: string
  /** The salesperson. Neither he nor the author approves it. */
  readonly owner: Id | null
  /** Who changed its content last. */
  readonly author: Id | null
  readonly team: Id | null
  readonly territory: Id | null
  readonly currency: string
  readonly net: bigint
  /** Says what exactly is offered: an approval of one hash is none of another. */
  readonly contentHash: string
  readonly lines: readonly JudgedLine[]
}

/** How approvals deal with one kind of document. */
export interface DocumentKind {
  readonly kind: CommercialDocument['kind']
  /** Documents as they stand, locked until the transaction ends. `ctx` has every right. */
  lock(ctx: Context<typeof OrdersModel>, ids: readonly Id[]): Promise<CommercialDocument[]>
  /** A request was decided; the document moves on or back. `ctx` has every right. */
  decided(ctx: Context<typeof OrdersModel>, id: Id, outcome: 'approved' | 'rejected'): Promise<void>
}

/** Where documents that approvals are for are told about: `documentKinds.add('quote', quoteDocuments)`. */
export const documentKinds = contributionPoint<DocumentKind>('orders.documentKinds')

/** How to deal with documents of a kind. */
export function documentKind(ctx: Context<typeof OrdersModel>, kind: CommercialDocument['kind']): DocumentKind {
  const found = documentKinds.of(ctx).find(({ value }) => value.kind === kind)
  if (!found) throw new Error(`No plugin deals with approvals of documents of the kind ${kind}.`)
  return found.value
}
