import type { Portal } from '@tessera/portal/runtime'
import { leadTitle } from '../leads/lead-facts.ts'
import { daysLater } from './days.ts'
import type { WaitingAnswer } from './home.operations.ts'

/** A line of what waits; `by` is the day it is due, for the order. */
export interface WaitingItem {
  readonly title: string
  readonly text?: string
  readonly icon:
    | 'statement'
    | 'check-circle'
    | 'deal'
    | 'lead'
    | 'edit'
    | 'certificate'
    | 'training'
    | 'plan'
    | 'funds'
    | 'people'
  readonly href?: string | undefined
  readonly due?: string
  readonly dueTone?: 'danger' | 'warning' | 'neutral'
  readonly value?: string
  readonly by: string
}

/** What somebody at a partner has to do, the most urgent first. */
export function waitingItems(portal: Portal, answer: WaitingAnswer, today: string): readonly WaitingItem[] {
  const { t, format, visitor } = portal
  const never = '9999-12-31'
  const leadsTo = (page: string, path = page) => (portal.opens(page) ? path : undefined)
  const due = (day: string | null): Pick<WaitingItem, 'due' | 'dueTone' | 'by'> => {
    if (day === null) return { by: never }
    const dueTone = day <= daysLater(today, 1) ? 'danger' : day <= daysLater(today, 7) ? 'warning' : 'neutral'
    return { due: format.relative(day), dueTone, by: day }
  }
  const {
    partnerToDo: own,
    dealSummary,
    ending,
    certificates,
    enrolments,
    businessPlans,
    fundsHome = [],
    partnerLeads,
  } = answer
  const items: WaitingItem[] = []
  const drafts = dealSummary.statuses.find(({ status }) => status === 'draft')?.count ?? 0
  const signs = portal.sees({ kinds: ['partner'], roles: ['admin'] })
  const sells = visitor?.roles.some((role) => role === 'admin' || role === 'sales') ?? false
  if (own && signs && own.agreements > 0)
    items.push({
      title: t('prm.home.agreements', { count: own.agreements }),
      text: t(own.agreementRequired ? 'prm.home.agreements.required' : 'prm.home.agreements.text'),
      icon: 'statement',
      href: leadsTo('/agreements'),
      ...(own.agreementRequired ? { ...due(today), due: t('prm.home.now') } : due(null)),
    })
  if (own && own.steps > 0)
    items.push({
      title: t('prm.home.steps', { count: own.steps }),
      text: t('prm.home.steps.text'),
      icon: 'check-circle',
      href: leadsTo('/onboarding'),
      ...due(own.nextDue),
    })
  if (own && own.invitations > 0)
    items.push({
      title: t('prm.home.invitations', { count: own.invitations }),
      icon: 'people',
      href: leadsTo('/account/invitations'),
      by: never,
    })
  // To the hour: a lead goes to somebody else when its time is over.
  for (const lead of partnerLeads?.nodes ?? [])
    items.push({
      title: t('prm.leads.home.offer', { title: leadTitle(portal, lead) }),
      text: t('prm.leads.home.offer.text'),
      icon: 'lead',
      href: leadsTo('/leads/[id]', `/leads/${lead.id}`),
      ...due(lead.respondBy.slice(0, 10)),
      due: format.relative(lead.respondBy),
    })
  const more = (partnerLeads?.totalCount ?? 0) - (partnerLeads?.nodes.length ?? 0)
  const last = partnerLeads?.nodes.at(-1)?.respondBy.slice(0, 10) ?? never
  if (more > 0)
    items.push({ title: t('prm.leads.home.more', { count: more }), icon: 'lead', href: leadsTo('/leads'), by: last })
  for (const deal of ending.nodes)
    items.push({
      title: t('prm.home.ending', { deal: deal.customerName }),
      text: t('prm.home.ending.text', { number: deal.number, day: format.date(deal.protectedUntil) }),
      icon: 'deal',
      href: leadsTo('/deals/[id]', `/deals/${deal.id}`),
      value: format.money(deal.amount, { whole: true }),
      ...due(deal.protectedUntil),
    })
  if (sells && drafts > 0)
    items.push({
      title: t('prm.home.drafts', { count: drafts }),
      text: t('prm.home.drafts.text'),
      icon: 'edit',
      href: leadsTo('/deals', '/deals?status=draft'),
      by: never,
    })
  for (const plan of businessPlans?.nodes ?? [])
    items.push({
      title: t('prm.home.plan', { plan: plan.title }),
      text: t('prm.home.plan.text', { from: format.date(plan.from), to: format.date(plan.to) }),
      icon: 'plan',
      href: leadsTo('/plan/[id]', `/plan/${plan.id}`) ?? leadsTo('/plan'),
      by: never,
    })
  const claim = fundsHome.flatMap(({ nextClaimDeadline }) => nextClaimDeadline ?? []).toSorted()[0]
  if (claim !== undefined)
    items.push({
      title: t('prm.home.claim'),
      text: t('prm.home.claim.text', { day: format.date(claim) }),
      icon: 'funds',
      href: leadsTo('/funds'),
      ...due(claim),
    })
  for (const certificate of certificates.nodes) {
    const name = certificate.certification?.name ?? ''
    const mine = certificate.user?.id === visitor?.id
    items.push({
      title: mine
        ? t('prm.home.certificate', { name })
        : t('prm.home.certificateOf', { name, person: certificate.user?.name ?? '' }),
      text: t('prm.home.certificate.text', { day: format.date(certificate.expiresOn) }),
      icon: 'certificate',
      href: leadsTo('/training'),
      ...due(certificate.expiresOn),
    })
  }
  for (const { course } of enrolments.nodes)
    items.push({
      title: t('prm.home.course', { course: course?.title ?? '' }),
      text: t('prm.home.course.text'),
      icon: 'training',
      href: (course && leadsTo('/training/[id]', `/training/${course.id}`)) ?? leadsTo('/training'),
      by: never,
    })
  return items.toSorted((one, other) => one.by.localeCompare(other.by))
}
