import { type AccessKit, type Grant, permission } from '@tessera/core'
import {
  Opportunity,
  OpportunityCompetitor,
  OpportunityContact,
  OpportunityLine,
  OpportunityMember,
  OpportunitySplit,
  OpportunityStage,
  type SfaModel,
} from '../model.ts'

/** What belongs to a deal is seen with it. Contacts and competitors are people and accounts of their own, and seen as such besides. */
export const opportunityAccess = ({ allow }: AccessKit<typeof SfaModel>): readonly Grant[] => {
  const read = permission('sfa:read')
  const write = permission('sfa:write')
  return [
    allow(Opportunity, 'read', read),
    allow(Opportunity, ['create', 'update'], write),
    allow(Opportunity, 'delete', permission('sfa:delete')),
    ...([OpportunityMember, OpportunitySplit, OpportunityLine] as const).flatMap((part) => [
      allow(part, 'read', read),
      allow(part, ['create', 'update', 'delete'], write),
    ]),
    allow(OpportunityContact, 'read', read, { where: ({ row }) => row.contact.readable() }),
    allow(OpportunityContact, ['create', 'update', 'delete'], write, { where: ({ row }) => row.contact.readable() }),
    allow(OpportunityCompetitor, 'read', read, { where: ({ row }) => row.competitor.readable() }),
    allow(OpportunityCompetitor, ['create', 'update', 'delete'], write, {
      where: ({ row }) => row.competitor.readable(),
    }),
    allow(OpportunityStage, 'read', read),
  ]
}
