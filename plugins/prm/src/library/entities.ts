import { Asset } from './asset.ts'
import { AssetDownload } from './asset-download.ts'
import { AssetPlace } from './asset-place.ts'
import { AssetVersion } from './asset-version.ts'
import { CoBrandedFile } from './co-branded-file.ts'

export { Asset, AssetDownload, AssetPlace, AssetVersion, CoBrandedFile }

/** Files for partners, and what becomes of them. */
export const libraryEntities = [Asset, AssetVersion, AssetPlace, AssetDownload, CoBrandedFile] as const
