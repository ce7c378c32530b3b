import { f, Partner } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'

/**
 * How a lead stands with partners. It waits for one who can take it, is offered, or accepted; nobody is left (`stuck`), or it is done with:
 * a deal, or lost. Empty for leads that are not for partners.
 */
export const leadExtension = Lead.with({
  distribution: f
    .enum(['waiting', 'offered', 'accepted', 'stuck', 'done'])
    .nullable()
    .readonly()
    .indexed()
    .label({ en: 'With partners', zh: '派发状态' }),
  partner: f
    .ref(Partner, { inverse: 'leads' })
    .nullable()
    .readonly()
    .label({ en: 'Partner who has it', zh: '承接伙伴' }),
})
