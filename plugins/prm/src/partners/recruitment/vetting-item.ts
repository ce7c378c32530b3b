import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'

/** What is to be looked into before a company becomes a partner: of a programme, or of all. */
export class VettingItem extends entity(
  'vettingItem',
  {
    program: f
      .ref(PartnerProgram, { inverse: 'vettingItems', onDelete: 'cascade' })
      .nullable()
      .label({ en: 'Programme', zh: '伙伴计划' })
      .help({ en: 'Of every programme where empty', zh: '为空则适用于所有计划' }),
    text: f.text({ max: 500 }).searchable().label({ en: 'To check', zh: '审核事项' }),
    position: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Place', zh: '顺序' }),
    required: f.bool().default(true).label({ en: 'Required', zh: '必须通过' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Vetting item', zh: '审核项' }, title: 'text' },
) {}
