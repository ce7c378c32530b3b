import type { DrawnPage, KnownPdf } from './pdfium.ts'
import type { Stamp } from './stamp-pdf.ts'

/** What a thread does with a PDF, and what comes of it. */
export interface PdfTasks {
  readonly look: {
    readonly given: { readonly bytes: Uint8Array; readonly longest: number; readonly page?: number }
    readonly found: KnownPdf & { readonly drawn: DrawnPage }
  }
  readonly draw: {
    readonly given: { readonly bytes: Uint8Array; readonly width: number; readonly height: number }
    readonly found: DrawnPage
  }
  readonly stamp: {
    readonly given: { readonly bytes: Uint8Array; readonly stamps: readonly Stamp[] }
    readonly found: Uint8Array
  }
}

export type PdfTaskName = keyof PdfTasks
export type PdfTask = { [N in PdfTaskName]: { readonly name: N; readonly given: PdfTasks[N]['given'] } }[PdfTaskName]
