import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'

/** A drawn page: four bytes a pixel, red, green, blue and how opaque. */
export interface DrawnPage {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array<ArrayBuffer>
}

export interface KnownPdf {
  readonly pages: number
  /** Of the first page as one sees it, in points. */
  readonly width: number
  readonly height: number
  /** Of the page that was asked for. */
  readonly shown: { readonly width: number; readonly height: number }
  /** It may be read, and not changed. */
  readonly restricted: boolean
}

export type PdfRefusal = 'broken' | 'encrypted'

/** FPDF_GetLastError: a password is needed, or a kind of protection that is not known. */
const passwordErrors = new Set([4, 5])
/** FPDFBitmap_BGRA, and how pages are drawn: with their annotations, red before blue. */
const format = 4
const flags = 0x01 | 0x10
const white = 0xffffffff
const clear = 0x00000000

/** PDFium, compiled to WebAssembly: what it reads can not reach out of its own memory. */
export class Pdfium {
  readonly #module: WrappedPdfiumModule

  private constructor(module: WrappedPdfiumModule) {
    this.#module = module
  }

  static async start(): Promise<Pdfium> {
    const wasm = await readFile(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')))
    const module = await init({ wasmBinary: new Uint8Array(wasm).buffer })
    module.PDFiumExt_Init()
    return new Pdfium(module)
  }

  /** What a PDF is like, and a page of it drawn on white. */
  look(bytes: Uint8Array, longest: number, page = 1): (KnownPdf & { readonly drawn: DrawnPage }) | PdfRefusal {
    return this.#with(bytes, (document) => {
      const pages = this.#module.FPDF_GetPageCount(document)
      if (pages < 1) return 'broken'
      const size = this.#sizeOf(document, 0)
      const shown = this.#sizeOf(document, page - 1)
      if (!size || !shown) return 'broken'
      const scale = longest / Math.max(shown.width, shown.height)
      const drawn = this.#draw(document, page - 1, shown.width * scale, shown.height * scale, white)
      const restricted = this.#module.FPDF_GetSecurityHandlerRevision(document) !== -1
      return drawn === 'broken' ? drawn : { pages, ...size, shown, restricted, drawn }
    })
  }

  /** The first page drawn on nothing. */
  draw(bytes: Uint8Array, width: number, height: number): DrawnPage | PdfRefusal {
    return this.#with(bytes, (document) => this.#draw(document, 0, width, height, clear))
  }

  /** Another one each time it has grown. */
  get #memory(): Uint8Array<ArrayBuffer> {
    return (this.#module.pdfium as unknown as { readonly HEAPU8: Uint8Array<ArrayBuffer> }).HEAPU8
  }

  #with<T>(bytes: Uint8Array, use: (document: number) => T): T | PdfRefusal {
    const { pdfium } = this.#module
    const at = pdfium.wasmExports.malloc(bytes.byteLength)
    this.#memory.set(bytes, at)
    const document = this.#module.FPDF_LoadMemDocument(at, bytes.byteLength, '')
    try {
      if (document) return use(document)
      return passwordErrors.has(this.#module.FPDF_GetLastError()) ? 'encrypted' : 'broken'
    } finally {
      if (document) this.#module.FPDF_CloseDocument(document)
      pdfium.wasmExports.free(at)
    }
  }

  #sizeOf(document: number, index: number): { readonly width: number; readonly height: number } | null {
    const page = this.#module.FPDF_LoadPage(document, index)
    if (!page) return null
    const [width, height] = [this.#module.FPDF_GetPageWidthF(page), this.#module.FPDF_GetPageHeightF(page)]
    this.#module.FPDF_ClosePage(page)
    return width >= 1 && height >= 1 ? { width, height } : null
  }

  #draw(document: number, index: number, wide: number, high: number, ground: number): DrawnPage | 'broken' {
    const [width, height] = [Math.max(1, Math.round(wide)), Math.max(1, Math.round(high))]
    const page = this.#module.FPDF_LoadPage(document, index)
    const bitmap = page ? this.#module.FPDFBitmap_CreateEx(width, height, format, 0, 0) : 0
    if (!bitmap) return 'broken'
    this.#module.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, ground)
    this.#module.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    const at = this.#module.FPDFBitmap_GetBuffer(bitmap)
    const rgba = this.#memory.slice(at, at + width * height * 4)
    this.#module.FPDFBitmap_Destroy(bitmap)
    this.#module.FPDF_ClosePage(page)
    return { width, height, rgba }
  }
}
