import { entity, f } from '@tessera/core'
import { AssetVersion } from './asset-version.ts'

/**
 * Where on a version a partner's logo and address go. Measured from the upper left corner of the page as one sees it, in per cent of its
 * width and height.
 */
export class AssetPlace extends entity(
  'assetPlace',
  {
    assetVersion: f.ref(AssetVersion, { inverse: 'places', onDelete: 'cascade' }).label({ en: 'Version', zh: '版本' }),
    page: f.int({ min: 1, max: 10_000 }).default(1).label({ en: 'Page', zh: '页码' }),
    left: f.percent().label({ en: 'From the left', zh: '距左侧' }),
    top: f.percent().label({ en: 'From the top', zh: '距顶部' }),
    width: f.percent().label({ en: 'Width', zh: '宽度' }),
    height: f.percent().label({ en: 'Height', zh: '高度' }),
    shows: f.enum(['both', 'logo', 'contact']).default('both').label({ en: 'Shows', zh: '显示内容' }),
    ink: f.enum(['dark', 'light']).default('dark').label({ en: 'Letters', zh: '文字颜色' }),
    ground: f.enum(['none', 'white']).default('none').label({ en: 'Ground', zh: '底色' }),
  },
  {
    label: { en: 'Place for a partner’s logo', zh: '伙伴徽标位置' },
    title: 'shows',
    checks: {
      inside: '"left" >= 0 and top >= 0 and width > 0 and height > 0 and "left" + width <= 100 and top + height <= 100',
    },
  },
) {}
