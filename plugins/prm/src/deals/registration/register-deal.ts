import { type CreateInput, type Id, Partner, TesseraError } from '@tessera/core'
import { leadBecomesDeal } from '../../leads/working/lead-to-deal.ts'
import type { PrmModel } from '../../model.ts'
import type { Ctx } from '../deal-lock.ts'
import { covers } from '../decisions/require-decider.ts'
import { DealEvidence, DealRegistration } from '../entities.ts'
import { submitDeal } from './submit-deal.ts'

export type DealInput = Omit<
  CreateInput<typeof PrmModel, typeof DealRegistration>,
  'id' | 'externalKeys' | 'partner' | 'status'
>

export interface NewDeal {
  readonly input: DealInput
  /** For whom; of staff alone. A partner's people register for the partner they act for. */
  readonly partner?: Id | null | undefined
  /** Files and notes that show it. */
  readonly evidence?: readonly { readonly file?: Id | null | undefined; readonly note?: string | null | undefined }[]
  readonly submit?: boolean | null | undefined
  /** The lead of ours it came of, which the partner accepted. */
  readonly lead?: Id | null | undefined
}

/**
 * Registers a deal in one go: the draft, its evidence, and if asked for its submission, together or not at all.
 * @throws what `submitDeal` throws; FORBIDDEN; VALIDATION
 */
export function registerDeal(outer: Ctx, { input, partner, evidence = [], submit, lead }: NewDeal): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await draft(ctx, input, partner ?? null)
    await ctx
      .mutate(DealEvidence)
      .createMany(evidence.map(({ file, note }) => ({ deal, file: file ?? null, note: note ?? null })))
    if (lead) await leadBecomesDeal(ctx, lead, deal)
    if (submit) await submitDeal(ctx, deal)
    return deal
  })
}

async function draft(ctx: Ctx, input: DealInput, partner: Id | null): Promise<Id> {
  const { actor } = ctx
  const forbidden = (what: string): TesseraError =>
    new TesseraError('FORBIDDEN', { who: `A ${actor.kind}`, op: 'create', what })
  if (actor.kind === 'partner') {
    if (partner !== null && partner !== actor.partner) throw forbidden('a deal registration of another partner')
    // The rest is a matter of access and of the hooks.
    return (await ctx.mutate(DealRegistration).create(input as never)).id
  }
  if (actor.kind === 'customer') throw forbidden('deal registrations')
  const issues = [{ path: ['partner'], code: 'REQUIRED', message: 'For which partner?' }]
  if (partner === null) throw new TesseraError('VALIDATION', {}, { issues })
  await ctx.get(Partner, partner)
  const system = ctx.asSystem('registers a deal for a partner')
  const { prmManager: manager, prmTeam: team, prmTerritory: territory } = await system.get(Partner, partner)
  if (!covers(actor, 'prm:write', { manager, team, territory })) throw forbidden('a deal registration of this partner')
  const registeredBy = 'id' in actor ? actor.id : null
  return (await system.mutate(DealRegistration).create({ ...input, partner, registeredBy } as never)).id
}
