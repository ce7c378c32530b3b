import type { Brand } from '../branding/brand.ts'
import type { StampStyle } from '../branding/stamp.ts'
import type { DrawnPage, KnownPdf } from './pdfium.ts'
import type { Stamp } from './stamp-pdf.ts'

/** A brand that is still to be drawn. */
export interface BrandToDraw {
  readonly brand: Brand
  readonly style: StampStyle
  readonly width: number
  readonly height: number
}

/** What a thread does with a PDF, and what comes of it. Brands are drawn there too: cutting down their fonts takes a second. */
export interface PdfTasks {
  readonly look: {
    readonly given: { readonly bytes: Uint8Array; readonly longest: number; readonly page?: number }
    readonly found: KnownPdf & { readonly drawn: DrawnPage }
  }
  readonly draw: {
    readonly given: BrandToDraw
    readonly found: DrawnPage
  }
  readonly stamp: {
    readonly given: { readonly bytes: Uint8Array; readonly stamps: readonly (BrandToDraw & Omit<Stamp, 'pdf'>)[] }
    readonly found: Uint8Array
  }
}

export type PdfTaskName = keyof PdfTasks
export type PdfTask = { [N in PdfTaskName]: { readonly name: N; readonly given: PdfTasks[N]['given'] } }[PdfTaskName]
