import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type PDFDocument from 'pdfkit'
import subsetFont from 'subset-font'

export type Weight = 400 | 700

/** A part of a text that one font has all signs of. */
interface Run {
  readonly font: string
  readonly text: string
}

/**
 * Noto Sans SC in two weights, with just the signs that a document uses: it comes in a hundred slices of the whole font, each of which is cut
 * down and embedded. A sign that it does not have is shown as an empty box.
 */
export class Typeface {
  readonly #slices: ReadonlyMap<number, string>
  readonly #doc: PDFKit.PDFDocument

  private constructor(doc: PDFKit.PDFDocument, slices: ReadonlyMap<number, string>) {
    this.#doc = doc
    this.#slices = slices
  }

  /** Registers with a document the fonts for all that will be written into it. */
  static async load(doc: PDFKit.PDFDocument, texts: Readonly<Record<Weight, string>>): Promise<Typeface> {
    const slices = await sliceByCodePoint()
    for (const weight of [400, 700] as const) {
      const bySlice = Map.groupBy(new Set(replaceMissing(texts[weight], slices)), (sign) => sliceOf(sign, slices))
      for (const [slice, signs] of [...bySlice].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const whole = await readFile(sliceFile(slice))
        const options = { targetFormat: 'truetype', variationAxes: { wght: weight } } as const
        // Cutting down a font keeps the process busy: others get their turn in between, such as the renewal of a job's lock.
        await setImmediate()
        doc.registerFont(`${slice} ${weight}`, await subsetFont(whole, [...signs].sort().join(''), options))
      }
    }
    return new Typeface(doc, slices)
  }

  widthOf(text: string, size: number, weight: Weight = 400): number {
    return this.#runs(text, weight).reduce(
      (width, run) => width + this.#doc.font(run.font).fontSize(size).widthOfString(run.text),
      0,
    )
  }

  /** Writes one line with its upper edge at `y`. */
  write(text: string, x: number, y: number, size: number, weight: Weight = 400): void {
    let at = x
    for (const run of this.#runs(text, weight)) {
      this.#doc.font(run.font).fontSize(size)
      this.#doc.text(run.text, at, y, { lineBreak: false })
      at += this.#doc.widthOfString(run.text)
    }
  }

  #runs(text: string, weight: Weight): Run[] {
    const runs: Run[] = []
    for (const sign of replaceMissing(text, this.#slices)) {
      const font = `${sliceOf(sign, this.#slices)} ${weight}`
      const last = runs.at(-1)
      if (last?.font === font) runs[runs.length - 1] = { font, text: last.text + sign }
      else runs.push({ font, text: sign })
    }
    return runs
  }
}

export type Doc = InstanceType<typeof PDFDocument>

const packageFile = (path: string): URL => new URL(import.meta.resolve(`@fontsource-variable/noto-sans-sc/${path}`))

/** The box for a sign that the font does not have. */
const box = '□'

const replaceMissing = (text: string, slices: ReadonlyMap<number, string>): string[] =>
  [...text].map((sign) => (slices.has(sign.codePointAt(0) ?? 0) ? sign : box))

const sliceOf = (sign: string, slices: ReadonlyMap<number, string>): string =>
  slices.get(sign.codePointAt(0) ?? 0) ?? 'latin'

const sliceFile = (slice: string): string =>
  fileURLToPath(packageFile(`files/noto-sans-sc-${slice.replace(/[[\]]/g, '')}-wght-normal.woff2`))

let slices: Promise<ReadonlyMap<number, string>> | undefined

/** Which slice has which sign; where several have it, the one for Latin letters goes first, so that words stay in one. */
function sliceByCodePoint(): Promise<ReadonlyMap<number, string>> {
  slices ??= readFile(packageFile('unicode.json'), 'utf8').then((json) => {
    const found = new Map<number, string>()
    for (const [slice, ranges] of Object.entries(JSON.parse(json) as Record<string, string>)) {
      for (const range of ranges.split(',')) {
        const [from = 0, to = from] = range
          .replace(/^U\+/i, '')
          .split('-')
          .map((hex) => Number.parseInt(hex, 16))
        for (let code = from; code <= to; code++) if (!found.has(code) || slice === 'latin') found.set(code, slice)
      }
    }
    return found
  })
  return slices
}
