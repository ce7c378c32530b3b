import { f } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import type { Placement } from './place.ts'

/** Where an account belongs, and why. */
export const accountFields = Account.with({
  territoryFixed: f
    .bool()
    .default(false)
    .label({ en: 'Territory stays', zh: '固定区域' })
    .help({ en: 'Rules leave its territory alone', zh: '规则不会更改其区域' }),
  placement: f.json<Placement>().nullable().readonly().label({ en: 'Why this territory', zh: '区域归属依据' }),
})
