import { f } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead } from '@tessera/plugin-customers/model'
import type { ScoredRule } from '../scoring/score.ts'
import { LeadPool } from './lead-pool.ts'
import type { Routing } from './routing.ts'

/** What selling wants to know of a lead. */
export const leadFields = Lead.with({
  interests: f.refs(Category).label({ en: 'Interested in', zh: '意向产品类别' }),
  autoAssign: f.bool().default(false).label({ en: 'Assign by rules', zh: '按规则分配' }).help({
    en: 'A lead that a person enters is his own unless this is set; leads from forms and programs are always assigned',
    zh: '人工录入的线索默认归录入人，勾选后按规则分配；表单及程序产生的线索始终按规则分配',
  }),
  pool: f
    .ref(LeadPool, { inverse: 'leads', onDelete: 'setNull' })
    .nullable()
    .readonly()
    .label({ en: 'Pool', zh: '线索池' }),
  routing: f.json<Routing>().nullable().readonly().label({ en: 'How it was assigned', zh: '分配依据' }),
  score: f.int().default(0).readonly().label({ en: 'Score', zh: '评分' }),
  scoreParts: f.json<readonly ScoredRule[]>().default([]).readonly().label({ en: 'Points by rule', zh: '评分明细' }),
  scoredAt: f.instant().nullable().readonly().label({ en: 'Scored at', zh: '评分时间' }),
  convertedAt: f.instant().nullable().readonly().label({ en: 'Converted at', zh: '转化时间' }),
})
