import { entity, f } from '@tessera/core'
import { PartnerProgram } from './partner-program.ts'

/** A step of a programme's ladder. A higher rank is a better tier. */
export class ProgramTier extends entity(
  'programTier',
  {
    program: f
      .ref(PartnerProgram, { inverse: 'tiers', onDelete: 'cascade' })
      .label({ en: 'Programme', zh: '伙伴计划' }),
    name: f.text({ max: 100 }).searchable().label({ en: 'Name', zh: '名称' }),
    rank: f.int({ min: 0, max: 100 }).label({ en: 'Rank', zh: '级别' }),
    /** How many registrations may be live at a time. */
    dealCapacity: f.int({ min: 0 }).default(20).label({ en: 'Live deal registrations', zh: '有效报备上限' }),
    protectionDays: f.int({ min: 1, max: 1000 }).nullable().label({ en: 'Protection', zh: '保护期' }).unit('days'),
    /** Share of leads in comparison with other tiers. */
    leadWeight: f.int({ min: 0, max: 1000 }).default(1).label({ en: 'Lead weight', zh: '线索权重' }),
    /** How many leads may be offered to a partner or worked on by it at a time. */
    leadCapacity: f.int({ min: 0 }).nullable().label({ en: 'Open leads', zh: '未结线索上限' }),
    benefits: f.text({ max: 2000 }).nullable().label({ en: 'Benefits', zh: '权益' }),
  },
  {
    label: { en: 'Tier', zh: '伙伴等级' },
    unique: [
      ['program', 'rank'],
      ['program', 'name'],
    ],
  },
) {}
