import { type AnyEntity, type AnyField, contributionPoint } from '@tessera/core'

type InstantNames<E extends AnyEntity> = {
  [K in keyof E['fields'] & string]: E['fields'][K]['value'] extends Date ? K : never
}[keyof E['fields'] & string]
type Names<E extends AnyEntity> = keyof E['fields'] & string

/** Where entries of the timeline come from: one entity's rows, described by the names of its fields. */
export interface TimelineSource<E extends AnyEntity = AnyEntity> {
  /** What an entry is called: `interaction`, `quote`, `ticket`. Unique among all sources. */
  readonly kind: string
  readonly entity: E
  /** When it happened. Rows without a value have no entry. */
  readonly at: InstantNames<E> | 'createdAt' | 'updatedAt'
  readonly title: Names<E>
  /** Text of which the first 300 characters are shown. */
  readonly body?: Names<E>
  /** A word that tells entries of one kind apart, such as the type of an interaction. */
  readonly detail?: Names<E>
  /** The user who did it. */
  readonly actor?: Names<E> | 'createdBy'
  /** The refs that lead to whom it belongs; `id` where the row itself is the account, contact or lead. */
  readonly account?: Names<E> | 'id'
  readonly contact?: Names<E> | 'id'
  readonly lead?: Names<E> | 'id'
  /** Only rows that hold exactly these values. */
  readonly where?: { readonly [K in Names<E>]?: E['fields'][K] extends AnyField ? E['fields'][K]['value'] : never }
}

/**
 * Where plugins add to the timelines of accounts, contacts and leads.
 * @example
 * contributes: [timelineSources.add('quote', timelineSource({
 *   kind: 'quote', entity: Quote, at: 'sentAt', title: 'number', account: 'account', actor: 'owner',
 * }))]
 */
export const timelineSources = contributionPoint<TimelineSource>('customers.timeline')

/** Checks a source's field names against its entity. */
export const timelineSource = <E extends AnyEntity>(source: TimelineSource<E>): TimelineSource =>
  source as unknown as TimelineSource
