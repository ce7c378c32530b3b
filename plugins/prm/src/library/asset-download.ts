import { entity, f, Partner, User } from '@tessera/core'
import { channelFields, channelVisibility } from '../channel/channel-fields.ts'
import { Asset } from './asset.ts'
import { AssetVersion } from './asset-version.ts'

/** That somebody at a partner took a version. Never changed, never deleted. */
export class AssetDownload extends entity(
  'assetDownload',
  {
    asset: f
      .ref(Asset, { inverse: 'downloads', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Asset', zh: '市场资料' }),
    assetVersion: f
      .ref(AssetVersion, { inverse: 'downloads', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Version', zh: '版本' }),
    partner: f
      .ref(Partner, { inverse: 'assetDownloads', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Partner', zh: '合作伙伴' }),
    user: f.ref(User, { inverse: 'assetDownloads', onDelete: 'cascade' }).readonly().label({ en: 'By', zh: '下载人' }),
    form: f.enum(['original', 'coBranded']).default('original').readonly().label({ en: 'As', zh: '形式' }),
    at: f.instant().readonly().indexed().label({ en: 'When', zh: '下载时间' }),
    ...channelFields('assetDownloads'),
  },
  {
    label: { en: 'Download of an asset', zh: '资料下载记录' },
    indexes: [['asset', 'partner']],
    visibility: channelVisibility,
  },
) {}
