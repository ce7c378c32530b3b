import { Reject } from '@tessera/core'
import type { Sharp } from 'sharp'

/** Larger pictures are refused before they are unpacked. */
export const mostPixels = 60_000_000

export const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** A picture the right way up. Whatever is wrong with it shows once it is used, see `readingPicture`. */
export async function pictureOf(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient()
}

/** Runs what reads a picture that somebody handed in. @throws Reject prm.pictureBroken, prm.pictureTooLarge */
export async function readingPicture<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Reject) throw error
    if (error instanceof Error && error.message.includes('pixel limit'))
      throw new Reject(
        'prm.pictureTooLarge',
        `This picture has more than ${mostPixels / 1e6} megapixels. Hand in a smaller one.`,
        { megapixels: mostPixels / 1e6 },
      )
    throw new Reject(
      'prm.pictureBroken',
      'This picture can not be read; it may be damaged. Save it anew, and hand that in.',
    )
  }
}

/** Refuses what is no picture, before it is needed as one. @throws Reject prm.pictureBroken, prm.pictureTooLarge */
export const requirePicture = (bytes: Uint8Array): Promise<unknown> =>
  readingPicture(async () => (await pictureOf(bytes)).stats())
