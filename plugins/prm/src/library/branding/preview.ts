import type { Context } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { drawnPage, smallPicture } from '../versions/look-at-file.ts'
import { brandedBytes, brandingOf, type ToBrand } from './co-brand.ts'

/** A picture of what `coBrandAsset` would make. */
export interface CoBrandPreview {
  /** Another one where something else would be on it. */
  readonly fingerprint: string
  /** WebP; of a PDF the first page that has a place. @throws Reject prm.assetBroken */
  draw(): Promise<Uint8Array>
}

/**
 * What a version will look like with the logo and address of the partner that acts. Nothing is kept, and nothing counts as taken.
 * @throws NOT_FOUND for a version that is not for the partner; Reject prm.assetNoPlace, prm.noLogo, prm.pictureBroken
 */
export async function coBrandPreview(ctx: Context<typeof PrmModel>, asked: ToBrand): Promise<CoBrandPreview> {
  const branding = await brandingOf(ctx, asked)
  return {
    fingerprint: branding.fingerprint,
    draw: async () => {
      const { contentType, bytes } = await brandedBytes(ctx, branding)
      if (contentType !== 'application/pdf') return smallPicture(bytes)
      return drawnPage(bytes, Math.min(...branding.places.map(({ page }) => page)))
    },
  }
}
