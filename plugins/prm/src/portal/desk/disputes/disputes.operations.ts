import { operation } from '@tessera/client'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface OpenDispute {
  readonly id: string
  readonly reason: string
  readonly createdAt: string
  readonly partner: { readonly id: string; readonly name: string } | null
  readonly entry: {
    readonly amount: Amount
    readonly reward: string
    readonly occurredOn: string
    readonly orderName: string | null
    readonly productName: string | null
    readonly text: string
  } | null
}

/** Objections of partners to what they earned, with the entry that each is about. */
export const OpenDisputes = operation<
  { rewardDisputes: { readonly nodes: readonly OpenDispute[]; readonly totalCount: number } },
  { language: string }
>(`query OpenDisputes($language: String!) {
  rewardDisputes(first: 50, where: { status: { eq: open } }, orderBy: [{ createdAt: asc }]) {
    nodes {
      id reason createdAt partner { id name }
      entry { amount { amount currency } reward occurredOn orderName productName text(language: $language) }
    }
    totalCount
  }
}`)

export const AnswerDispute = operation<
  { answerRewardDispute: { readonly id: string } },
  { id: string; answer: string; adjustment: string | null }
>(
  'mutation AnswerDispute($id: ID!, $answer: String!, $adjustment: Decimal) { answerRewardDispute(id: $id, answer: $answer, adjustment: $adjustment) { id } }',
)
