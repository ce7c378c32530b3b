import { type Context, type Id, Partner, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { OnboardingStep, OnboardingTask, type PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { lock } from '../lock.ts'

type Ctx = Context<typeof PrmModel>

/** Gives a partner the steps of its programme, unless it has some. One without any has nothing to wait for. */
export async function beginOnboarding(system: Ctx, partner: { id: Id; prmProgram: Id | null }): Promise<void> {
  const [some] = await system.list(OnboardingStep, { where: { partner: { eq: partner.id } }, limit: 1 })
  if (!some) {
    const tasks = await system.list(OnboardingTask, {
      where: { active: { eq: true } },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
      limit: 200,
    })
    const own = tasks.filter(({ program }) => program === null || program === partner.prmProgram)
    await system.mutate(OnboardingStep).createMany(
      own.map(({ title, titleZh, who, link, position, dueDays }) => ({
        partner: partner.id,
        title,
        titleZh,
        who,
        link,
        position,
        dueOn: companyDay(system, new Date(system.now().getTime() + dueDays * 86_400_000)),
      })),
    )
  }
  await finishOnboarding(system, partner.id)
}

/** Makes a partner active once nothing of its onboarding is open, and tells its people and its channel manager. */
export async function finishOnboarding(ctx: Ctx, id: Id): Promise<void> {
  const system = ctx.asSystem('looks whether onboarding is done') as Ctx
  // Of two who do the last steps at the same time, the second sees the first's.
  await lock(system, `prm.onboarding ${id}`)
  const partner = await system.find(Partner, id)
  if (partner?.prmStatus !== 'onboarding') return
  const { rows } = await sql`
    select from crm.onboarding_step where partner_id = ${id}::uuid and done_at is null and deleted_at is null limit 1`.execute(
    system.db,
  )
  if (rows.length > 0) return
  await system.mutate(Partner).update(id, { prmStatus: 'active' })
  await notify(ctx, { partner: id, kind: 'partners.active', params: { company: ctx.company.name }, link: '/' })
  await notify(ctx, {
    user: partner.prmManager,
    kind: 'partners.onboarded',
    params: { partner: partner.name },
    link: `/desk/partners/${id}`,
  })
}
