import { entity, f } from '@tessera/core'
import { Asset } from './asset.ts'

/** One file of an asset. Earlier ones stay for staff. */
export class AssetVersion extends entity(
  'assetVersion',
  {
    asset: f.ref(Asset, { inverse: 'versions', onDelete: 'cascade' }).readonly().label({ en: 'Asset', zh: '市场资料' }),
    number: f.int({ min: 1 }).readonly().label({ en: 'Version', zh: '版本' }),
    file: f.file().readonly().label({ en: 'File', zh: '文件' }),
    /** A small picture of it (WebP), made when the file came. */
    preview: f.file().nullable().readonly().label({ en: 'Preview', zh: '预览' }),
    notes: f.text({ max: 1000 }).nullable().label({ en: 'What is new', zh: '更新说明' }),
    publishedAt: f.instant().nullable().readonly().label({ en: 'Published', zh: '发布时间' }),
    pages: f.int({ min: 1 }).nullable().readonly().label({ en: 'Pages', zh: '页数' }),
    /** Of the first page in points, of a picture in pixels. */
    width: f.int({ min: 1 }).nullable().readonly().label({ en: 'Width', zh: '宽度' }),
    height: f.int({ min: 1 }).nullable().readonly().label({ en: 'Height', zh: '高度' }),
    /** A PDF without protection, or a picture: something can be put on it. */
    brandable: f.bool().default(false).readonly().label({ en: 'Can be co-branded', zh: '可联合品牌' }),
  },
  { label: { en: 'Version of an asset', zh: '资料版本' }, unique: [['asset', 'number']], title: 'number' },
) {}
