import { entity, f } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { audienceFields } from '../audience/audience.ts'
import { partnerTypes } from '../programs/partner-program.ts'

export const assetKinds = [
  'brochure',
  'datasheet',
  'presentation',
  'image',
  'logo',
  'manual',
  'priceList',
  'template',
  'other',
] as const
export type AssetKind = (typeof assetKinds)[number]

/** Something partners sell with: a leaflet, a picture, a slide deck. Its files are versions. */
export class Asset extends entity(
  'asset',
  {
    title: f.text({ max: 200 }).label({ en: 'Title', zh: '标题' }),
    titleZh: f.text({ max: 200 }).nullable().label({ en: 'Title in Chinese', zh: '中文标题' }),
    description: f.text({ max: 2000 }).nullable().label({ en: 'Description', zh: '说明' }),
    descriptionZh: f.text({ max: 2000 }).nullable().label({ en: 'Description in Chinese', zh: '中文说明' }),
    kind: f.enum(assetKinds).default('brochure').indexed().label({ en: 'Kind', zh: '类型' }),
    language: f
      .text({ max: 20 })
      .nullable()
      .label({ en: 'Language', zh: '语言' })
      .help({ en: 'What it is written in, such as en, zh or pt-BR', zh: '资料所用语言，例如 en、zh 或 pt-BR' }),
    categories: f.refs(Category, { inverse: 'assets' }).label({ en: 'Product lines', zh: '产品线' }),
    status: f.enum(['draft', 'published', 'withdrawn']).default('draft').indexed().label({ en: 'Status', zh: '状态' }),
    publishedAt: f.instant().nullable().readonly().label({ en: 'Published', zh: '发布时间' }),
    withdrawnAt: f.instant().nullable().readonly().label({ en: 'Withdrawn', zh: '撤回时间' }),
    /** What partners get. Being one value, no two versions can be it. */
    current: f
      .ref('assetVersion', { inverse: 'currentOf' })
      .nullable()
      .label({ en: 'Current version', zh: '当前版本' }),
    partnerType: f.enum(partnerTypes).nullable().label({ en: 'For the type of partner', zh: '适用伙伴类型' }),
    ...audienceFields('assets'),
    searchText: f.words().label({ en: 'Search words', zh: '搜索词' }),
  },
  { label: { en: 'Asset', zh: '市场资料' }, title: 'title' },
) {}
