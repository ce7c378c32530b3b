import { type Context, type Hook, type On, Reject } from '@tessera/core'
import { AgreementAcceptance, AgreementEdition, type PrmModel } from '../../model.ts'
import { lock } from '../lock.ts'

type Ctx = Context<typeof PrmModel>

/** Editions are numbered and stay once accepted; acceptances are a record. */
export const agreementRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(AgreementEdition).before('create', { name: 'edition' }, async ({ ctx, row }) => {
    const system = ctx.asSystem('numbers the editions of an agreement') as Ctx
    await lock(system, `prm.agreement ${row.agreement}`)
    const [last] = await system.list(AgreementEdition, {
      where: { agreement: { eq: row.agreement } },
      orderBy: [{ edition: 'desc' }],
      deleted: 'any',
      limit: 1,
    })
    return { edition: (last?.edition ?? 0) + 1 }
  }),
  on(AgreementEdition).before(['update', 'delete'], { name: 'accepted' }, async ({ ctx, id, changed }) => {
    // That it was announced is no change of what it says.
    if (changed.size === 1 && changed.has('announcedAt')) return
    const system = ctx.asSystem('looks whether an edition was accepted') as Ctx
    await lock(system, `prm.edition ${id}`)
    const [used] = await system.list(AgreementAcceptance, { where: { edition: { eq: id } }, limit: 1 })
    if (used)
      throw new Reject(
        'prm.editionAccepted',
        'Partners accepted this edition, so it stays. Make a new edition that is valid from a later day.',
      )
  }),
  on(AgreementAcceptance).before(['update', 'delete'], { name: 'stays' }, () => {
    throw new Reject('prm.acceptanceStays', 'An acceptance is a record of what a partner agreed to and is not changed.')
  }),
]
