import { type Context, type GraphqlKit, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'
import { openEditionIds } from '../agreements/agreements-of.ts'
import { onboardingProgress } from '../onboarding/onboarding-progress.ts'
import { type ChannelManager, myChannelManager } from '../profile/channel-manager.ts'

type Ctx = Context<typeof PrmModel>

interface PartnerDesk {
  readonly applications: number
  readonly vetting: number
  readonly onboarding: number
  readonly stepsDue: number
  readonly locations: number
}

interface PartnerToDo {
  readonly agreements: number
  readonly agreementRequired: boolean
  readonly steps: number
  readonly nextDue: string | null
  readonly invitations: number
}

/** What waits for somebody, for the first page: `partnerDesk` for staff, `partnerToDo` and `myChannelManager` for partners. */
export function deskOperations(kit: GraphqlKit<typeof PrmModel>): void {
  const { builder } = kit
  const desk = builder.objectRef<PartnerDesk>('PartnerDesk').implement({
    description: 'What of partners waits for staff, as far as you see it.',
    fields: (t) => ({
      applications: t.exposeInt('applications', { nullable: false, description: 'Confirmed, and not vetted yet.' }),
      vetting: t.exposeInt('vetting', { nullable: false }),
      onboarding: t.exposeInt('onboarding', { nullable: false }),
      stepsDue: t.exposeInt('stepsDue', { nullable: false, description: 'Steps of staff that are due.' }),
      locations: t.exposeInt('locations', { nullable: false, description: 'Locations to approve.' }),
    }),
  })
  kit.query('partnerDesk', { type: desk, nullable: false, resolve: (_args, ctx) => readDesk(ctx) })
  const toDo = builder.objectRef<PartnerToDo>('PartnerToDo').implement({
    description: 'What waits for you at your partner.',
    fields: (t) => ({
      agreements: t.exposeInt('agreements', { nullable: false, description: 'Editions your partner has to accept.' }),
      agreementRequired: t.exposeBoolean('agreementRequired', {
        nullable: false,
        description: 'Until they are accepted, no deal is registered and no funds are asked for.',
      }),
      steps: t.exposeInt('steps', { nullable: false, description: 'Open steps of onboarding that are yours.' }),
      nextDue: t.field({ type: 'Date', resolve: ({ nextDue }) => nextDue }),
      invitations: t.exposeInt('invitations', { nullable: false, description: 'Invitations to other partners.' }),
    }),
  })
  kit.query('partnerToDo', {
    type: toDo,
    description: 'Nothing for whoever is not at a partner.',
    resolve: (_args, ctx) => readToDo(ctx),
  })
  const manager = builder.objectRef<ChannelManager>('ChannelManager').implement({
    description: 'Whom to turn to.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false }),
      email: t.exposeString('email', { nullable: false }),
    }),
  })
  kit.query('myChannelManager', {
    type: manager,
    description: 'The channel manager of the partner you work for.',
    resolve: (_args, ctx) => myChannelManager(ctx),
  })
}

/** Counts what the actor sees; nothing of what it may not read. */
async function readDesk(ctx: Ctx): Promise<PartnerDesk> {
  const none = { applications: 0, vetting: 0, onboarding: 0, stepsDue: 0, locations: 0 }
  if (!('permissions' in ctx.actor)) return none
  const { rows } = await sql<PartnerDesk>`
    select
      (select count(*)::int from crm.partner_application where deleted_at is null and status = 'confirmed') as applications,
      (select count(*)::int from crm.partner_application where deleted_at is null and status = 'vetting') as vetting,
      (select count(distinct partner_id)::int from crm.onboarding_step where deleted_at is null and done_at is null) as onboarding,
      (select count(*)::int from crm.onboarding_step where deleted_at is null and done_at is null and who = 'staff'
        and due_on <= ${companyDay(ctx)}::date) as "stepsDue",
      (select count(*)::int from crm.partner_location where deleted_at is null and published and status = 'waiting') as locations`.execute(
    ctx.db,
  )
  return rows[0] ?? none
}

async function readToDo(ctx: Ctx): Promise<PartnerToDo | null> {
  if (ctx.actor.kind !== 'partner') return null
  const { id, partner } = ctx.actor
  const system = ctx.asSystem('counts what waits for somebody at a partner') as Ctx
  const [open, required, progress, invitations] = await Promise.all([
    openEditionIds(ctx, partner),
    openEditionIds(ctx, partner, { requiredOnly: true }),
    onboardingProgress(ctx, partner),
    sql<{ count: number }>`
      select count(*)::int as count from crm.partner_invitation
      where user_id = ${id}::uuid and state = 'waiting' and deleted_at is null`.execute(system.db),
  ])
  return {
    agreements: open.length,
    agreementRequired: required.length > 0,
    steps: progress.waitingForPartner,
    nextDue: progress.nextDue,
    invitations: invitations.rows[0]?.count ?? 0,
  }
}
