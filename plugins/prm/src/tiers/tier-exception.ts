import { entity, f, Partner } from '@tessera/core'
import { ProgramTier } from '../programs/entities.ts'

/** A tier that somebody gives a partner whatever the figures say, for a reason and until a day. */
export class TierException extends entity(
  'tierException',
  {
    partner: f.ref(Partner, { inverse: 'tierExceptions', onDelete: 'cascade' }).label({ en: 'Partner', zh: '伙伴' }),
    tier: f.ref(ProgramTier, { inverse: 'exceptions' }).label({ en: 'Tier', zh: '等级' }),
    reason: f.text({ max: 1000 }).label({ en: 'Reason', zh: '原因' }),
    until: f.date().label({ en: 'Until', zh: '截止日期' }),
  },
  { label: { en: 'Exception', zh: '等级例外' }, title: 'reason' },
) {}
