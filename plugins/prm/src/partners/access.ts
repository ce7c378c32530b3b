import { all, any, type Grant, Partner, partner, permission, type Rule, type RuleScope } from '@tessera/core'
import type { Kit } from '../access.ts'
import {
  AgreementAcceptance,
  AgreementEdition,
  OnboardingStep,
  OnboardingTask,
  PartnerAgreement,
  PartnerApplication,
  PartnerForm,
  PartnerInvitation,
  PartnerLocation,
  VettingCheck,
  VettingItem,
} from './entities.ts'

export const partnerPermissions = {
  'prm:vet': { en: 'Vet, approve and reject companies that want to be partners', zh: '审核、批准及拒绝伙伴申请' },
  'prm:onboard': {
    en: 'Get partners going: onboarding steps, their people, what the public locator shows',
    zh: '伙伴入驻：入驻步骤、伙伴人员及公开网点',
  },
} as const

/** Of itself a partner changes how it is reached and what it looks like; what decides about its terms is for staff. */
export const profileFields = ['prmWebsite', 'prmPhone', 'prmEmail', 'prmCity', 'prmAbout', 'prmLogo'] as const
/** They follow from assessments and exceptions, never from a hand. */
const tierFields = ['prmTier', 'prmTierSince', 'prmTierGraceUntil'] as const

/** What a partner's administrator says of a location; the rest is decided by staff. */
const locationInput = [
  'name',
  'address',
  'postalCode',
  'city',
  'region',
  'countryCode',
  'point',
  'phone',
  'website',
  'specialities',
  'published',
] as const

export const partnerAccess = (kit: Kit): readonly Grant[] => [...staffAccess(kit), ...ownAccess(kit)]

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('prm:read')
  const configure = permission('prm:configure')
  const vet = permission('prm:vet')
  const onboard = permission('prm:onboard')
  return [
    allow(Partner, 'update', permission('prm:write'), { fields: 'all', except: tierFields }),
    ...([VettingItem, OnboardingTask, PartnerAgreement, AgreementEdition] as const).flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], configure),
    ]),
    // The key signs what visitors send; nobody needs to see it.
    allow(PartnerForm, 'read', read, { except: ['signingKey'] }),
    allow(PartnerForm, ['create', 'update', 'delete'], configure),
    allow(PartnerApplication, 'read', vet, { except: ['tokenHash'] }),
    allow(PartnerApplication, ['create', 'update', 'delete'], vet),
    allow(VettingCheck, ['read', 'create', 'update', 'delete'], vet),
    allow(AgreementAcceptance, 'read', read),
    ...[read, onboard].flatMap((who) =>
      ([OnboardingStep, PartnerInvitation, PartnerLocation] as const).map((entity) => allow(entity, 'read', who)),
    ),
    allow(OnboardingStep, ['create', 'update', 'delete'], onboard),
    allow(PartnerInvitation, 'create', onboard),
    // Whoever invites can take it back, and changes nothing of it otherwise.
    allow(PartnerInvitation, 'update', onboard, { fields: [] }),
    allow(PartnerLocation, ['create', 'update', 'delete'], onboard),
  ]
}

const ownAccess = ({ allow }: Kit): readonly Grant[] => {
  const admin = partner('admin')
  return [
    allow(Partner, 'read', partner(), {
      fields: ['prmAccount', 'prmWebsite', 'prmPhone', 'prmEmail', 'prmCity', 'prmAbout', 'prmLogo', 'prmSpecialities'],
    }),
    allow(Partner, 'update', admin, { fields: profileFields }),

    allow(PartnerAgreement, 'read', partner(), {
      fields: ['name', 'program', 'type', 'required', 'active'],
      where: (scope) => concerns(scope as never),
    }),
    // What a partner accepted it can read for ever.
    allow(AgreementEdition, 'read', partner(), {
      fields: ['agreement', 'edition', 'validFrom', 'title', 'body', 'titleZh', 'bodyZh', 'note'],
      where: ({ row, exists, today }) =>
        any(
          all(row.agreement.readable(), row.validFrom.lte(today)),
          exists(AgreementAcceptance, (acceptance) => acceptance.edition.eq(row.id)),
        ),
    }),
    allow(AgreementAcceptance, 'read', partner(), {
      fields: ['partner', 'edition', 'user', 'name', 'at', 'language'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),

    allow(OnboardingStep, 'read', partner(), {
      fields: ['partner', 'title', 'titleZh', 'who', 'link', 'dueOn', 'position', 'note', 'doneAt'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(OnboardingStep, 'update', admin, {
      fields: ['note'],
      where: ({ row, actor }) => all(row.partner.eq(actor.partner), row.who.eq('partner')),
    }),

    allow(PartnerInvitation, 'read', admin, {
      fields: ['partner', 'partnerName', 'name', 'email', 'roles', 'locale', 'state', 'answeredAt'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(PartnerInvitation, 'read', partner(), {
      fields: ['partnerName', 'name', 'email', 'roles', 'state', 'answeredAt'],
      where: ({ row, actor }) => row.user.eq(actor.id),
    }),
    allow(PartnerInvitation, 'create', admin, {
      fields: ['partner', 'name', 'email', 'roles', 'locale'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(PartnerInvitation, 'update', admin, {
      fields: [],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),

    allow(PartnerLocation, 'read', partner(), {
      fields: [...locationInput, 'partner', 'status', 'reason', 'decidedAt', 'shown'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(PartnerLocation, ['create', 'update', 'delete'], admin, {
      fields: locationInput,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
  ]
}

/** The agreement is with the partner that somebody works for: with all, with those of its programme, with those of its type. */
function concerns({ row, actor, exists }: RuleScope<(typeof PartnerAgreement)['fields']>): Rule {
  const own = (where: (own: OwnPartner) => Rule): Rule =>
    exists(Partner, (found) => found.id.eq(actor.partner).and(where(found as unknown as OwnPartner)))
  return all(
    row.active.eq(true),
    any(
      row.program.isNull(),
      own(({ prmProgram }) => prmProgram.eq(row.program)),
    ),
    any(
      row.type.isNull(),
      own(({ prmType }) => prmType.eq(row.type)),
    ),
  )
}

type OwnPartner = {
  readonly prmProgram: { eq(other: unknown): Rule }
  readonly prmType: { eq(other: unknown): Rule }
}
