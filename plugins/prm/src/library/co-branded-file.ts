import { entity, f, Partner } from '@tessera/core'
import { AssetVersion } from './asset-version.ts'

/** A version with the logo and address of a partner on it, kept until one of the two changes. */
export class CoBrandedFile extends entity(
  'coBrandedFile',
  {
    assetVersion: f
      .ref(AssetVersion, { inverse: 'coBrandedFiles', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Version', zh: '版本' }),
    partner: f
      .ref(Partner, { inverse: 'coBrandedFiles', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Partner', zh: '合作伙伴' }),
    file: f.file().readonly().label({ en: 'File', zh: '文件' }),
    /** Of all that is on it; another one means that it is out of date. */
    fingerprint: f.text({ max: 64 }).readonly().label({ en: 'Made from', zh: '内容指纹' }),
  },
  { label: { en: 'Co-branded file', zh: '联合品牌文件' }, unique: [['assetVersion', 'partner']], title: 'fingerprint' },
) {}
