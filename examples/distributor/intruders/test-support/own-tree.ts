import type { TestCrm } from '@tessera/testing'
import type { Seen } from './graphql-crawl.ts'
import { type Person, shared } from './two-trees.ts'

/** $1 are the partners of the tree, $2 the partner itself, $3 the person. */
const inTree = 'partner_id = any($1::uuid[])'
const own = 'partner_id = $2::uuid'
const mine = 'user_id = $3::uuid'
const of = (column: string, table: string, where: string): string =>
  `${column} in (select id from crm."${table}" where deleted_at is null and ${where})`

const ofAccount = of('account_id', 'account', inTree)
const order = `${ofAccount} and (status <> 'draft' or source = 'portal')`
const ofOrder = of('order_id', 'order', order)
const quote = `${ofAccount} and status in ('sent', 'accepted', 'declined', 'expired', 'ordered')`
const claimed = of('claim_id', 'fund_claim', inTree)
const plan = `${own} and status <> 'draft'`

type Whose = string | Readonly<Partial<Record<Person['role'], string>>>
const only = (roles: readonly Person['role'][], where: string): Whose =>
  Object.fromEntries(roles.map((role) => [role, where]))
const orMine = (where: string): Whose => ({ admin: `(${mine} or ${where})`, sales: mine, service: mine, finance: mine })

/** Whose rows are, in SQL that knows nothing of our access rules. */
const whose: Readonly<Record<string, Whose>> = {
  partner: 'id = any($1::uuid[])',
  partnerMember: inTree,
  user: `(id = $3::uuid or id in (select user_id from crm.partner_member where deleted_at is null and ${inTree}))`,
  securityEvent: mine,
  storedFile: 'uploaded_by_id = $3::uuid',
  account: inTree,
  contact: ofAccount,
  contactRole: ofAccount,
  address: `(${ofAccount} or ${of('contact_id', 'contact', ofAccount)})`,
  order,
  orderLine: ofOrder,
  delivery: ofOrder,
  deliveryLine: of('delivery_id', 'delivery', ofOrder),
  return: ofOrder,
  returnLine: of('return_id', 'return', ofOrder),
  invoice: ofAccount,
  invoiceLine: of('invoice_id', 'invoice', ofAccount),
  payment: ofAccount,
  paymentAllocation: of('payment_id', 'payment', ofAccount),
  quote,
  quoteLine: of('quote_id', 'quote', quote),
  quoteResponse: of('quote_id', 'quote', quote),
  quoteRevision: ofAccount,
  quoteRequest: ofAccount,
  dealRegistration: inTree,
  dealEvidence: of('deal_id', 'deal_registration', inTree),
  agreementAcceptance: inTree,
  onboardingStep: inTree,
  partnerLocation: inTree,
  partnerInvitation: orMine(inTree),
  fundRequest: only(['admin', 'sales', 'finance'], inTree),
  fundClaim: only(['admin', 'sales', 'finance'], inTree),
  fundPayment: only(['admin', 'sales', 'finance'], inTree),
  fundProof: only(['admin', 'sales', 'finance'], claimed),
  rewardStatement: only(['admin', 'finance'], inTree),
  rewardEntry: only(['admin', 'finance'], inTree),
  rewardDispute: only(['admin', 'finance'], inTree),
  rewardPayoutLine: only(['admin', 'finance'], inTree),
  stockReport: only(['admin', 'sales', 'service'], inTree),
  sellOut: only(['admin', 'sales', 'service'], inTree),
  partnerForecast: only(['admin', 'sales', 'service'], inTree),
  tierException: only(['admin'], own),
  tierAssessment: own,
  enrolment: orMine(own),
  certificate: orMine(own),
  examAttempt: {
    admin: of('enrolment_id', 'enrolment', `(${mine} or ${own})`),
    ...(only(['sales', 'service', 'finance'], of('enrolment_id', 'enrolment', mine)) as object),
  },
  businessPlan: only(['admin', 'sales'], plan),
  planTarget: only(['admin', 'sales'], of('plan_id', 'business_plan', plan)),
  planAction: only(['admin', 'sales'], of('plan_id', 'business_plan', plan)),
  planReview: only(['admin', 'sales'], of('plan_id', 'business_plan', plan)),
  partnerLead: only(['admin', 'sales'], own),
  partnerLeadReport: only(['admin', 'sales'], of('offer_id', 'partner_lead', own)),
  referredLead: only(['admin', 'sales'], own),
  assetDownload: { admin: own, ...(only(['sales', 'service', 'finance'], `${mine} and ${own}`) as object) },
  announcementRead: mine,
  notification: mine,
  notificationPreference: mine,
  cartLine: `created_by = $3::uuid and ${ofAccount}`,
}

/** Seen by what somebody is, such as the tier or the language, not by whose it is; their own tests say by whom. */
const byKind: ReadonlySet<string> = new Set([
  ...['priceTier', 'accountPricing', 'priceBook', 'priceBookEntry', 'promotion', 'promotionUse', 'promotionUsage'],
  ...['partnerAgreement', 'agreementEdition', 'announcement', 'course', 'lesson', 'examQuestion'],
  ...['asset', 'assetVersion', 'assetPlace', 'coBrandedFile', 'fundAllocation', 'fundBudget', 'fundAccount'],
])

/** What somebody sees besides what is theirs, and what of it they do not see. */
export async function comparedWithTree(
  { crm, database }: TestCrm,
  { role, id, actor }: Person,
  seen: Seen,
): Promise<string[]> {
  const partner = actor.kind === 'partner' ? actor.partner : ''
  const [tree] = await database.pipeline([
    {
      text: `with recursive tree as (select id from crm.partner where id = $1::uuid
        union select below.id from crm.partner below join tree on below.parent_id = tree.id) select id from tree`,
      values: [partner],
    },
  ])
  const partners = (tree?.rows ?? []).map((row) => (row as { id: string }).id)
  const findings: string[] = []
  for (const [name, ids] of seen) {
    const where = typeof whose[name] === 'object' ? (whose[name][role] ?? 'false') : whose[name]
    if (where === undefined) {
      if (ids.size > 0 && !shared.has(name) && !byKind.has(name))
        findings.push(`${name} is seen by partners: say in own-tree.ts whose rows are, in SQL`)
      continue
    }
    const [found] = await database.pipeline([
      {
        text: `select id from crm."${crm.registry.entity(name).table}" where deleted_at is null and ${where}
          and ($1::uuid[], $2::uuid, $3::uuid) is not null`,
        values: [partners, partner, id],
      },
    ])
    const theirs = new Set((found?.rows ?? []).map((row) => (row as { id: string }).id))
    const without = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
      [...one].filter((row) => !other.has(row)).length
    const [more, less] = [without(ids, theirs), without(theirs, ids)]
    if (more + less > 0) findings.push(`${name}: ${more} that are not ours, and ${less} of ours are missing`)
  }
  return findings
}
