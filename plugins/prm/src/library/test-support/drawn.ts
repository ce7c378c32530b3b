import sharp from 'sharp'
import { Pdfium } from '../pdf/pdfium.ts'

/** What one sees, dot by dot. */
export interface Drawn {
  readonly width: number
  readonly height: number
  /** The colour at a place, given in parts of the width and height: red, green, blue. */
  at(x: number, y: number): readonly [number, number, number]
}

/** A page of a PDF as a reader would show it, 1000 dots on its longer side. */
export async function drawnPdf(bytes: Uint8Array, page = 1): Promise<Drawn> {
  const seen = (await Pdfium.start()).look(bytes, 1000, page)
  if (typeof seen === 'string') throw new Error(`the PDF is ${seen}`)
  const { width, height, rgba } = seen.drawn
  return dots(rgba, width, height, 4)
}

export async function drawnPicture(bytes: Uint8Array): Promise<Drawn & { readonly format: string }> {
  const { data, info } = await sharp(bytes).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const { format } = await sharp(bytes).metadata()
  return { ...dots(data, info.width, info.height, info.channels), format }
}

const dots = (data: Uint8Array, width: number, height: number, channels: number): Drawn => ({
  width,
  height,
  at(x, y) {
    const from =
      (Math.min(height - 1, Math.floor(y * height)) * width + Math.min(width - 1, Math.floor(x * width))) * channels
    return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0]
  },
})

/** Where red is, the logo of `files.ts`: its edges in parts of the width and height, or null where there is none. */
export function redBox({ at }: Drawn, step = 0.004) {
  let box: { left: number; top: number; right: number; bottom: number } | null = null
  for (let y = step / 2; y < 1; y += step)
    for (let x = step / 2; x < 1; x += step) {
      const [red, green, blue] = at(x, y)
      if (red < 200 || green > 80 || blue > 80) continue
      box = box
        ? { left: Math.min(box.left, x), top: box.top, right: Math.max(box.right, x), bottom: y }
        : { left: x, top: y, right: x, bottom: y }
    }
  return box
}

/** How much of a part of the page is not white. */
export function inkIn({ at }: Drawn, box: { left: number; top: number; width: number; height: number }): number {
  const steps = 100
  let dark = 0
  for (let row = 0; row < steps; row++)
    for (let column = 0; column < steps; column++) {
      const [red, green, blue] = at(box.left + (box.width * column) / steps, box.top + (box.height * row) / steps)
      if (red + green + blue < 600) dark++
    }
  return dark / (steps * steps)
}
