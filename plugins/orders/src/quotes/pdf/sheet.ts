import type { Doc, Typeface, Weight } from './typeface.ts'
import { wrap } from './wrap.ts'

/** Sizes in points; the page is A4. */
export const page = { width: 595.28, height: 841.89, left: 56, right: 56, top: 56, bottom: 72 } as const
export const contentWidth = page.width - page.left - page.right

export const colors = { ink: '#1c2530', quiet: '#5b6673', line: '#d5dae0', accent: '#1f4e79', tint: '#f3f6f9' } as const

export interface TextStyle {
  readonly size?: number
  readonly weight?: Weight
  readonly color?: string
  readonly align?: 'left' | 'right'
}

/** Pages one after another, and where on the last one we are. */
export class Sheet {
  readonly doc: Doc
  readonly face: Typeface
  /** The upper edge of what comes next. */
  y: number = page.top
  /** Called at the head of each further page. */
  onNewPage: () => void = () => undefined

  constructor(doc: Doc, face: Typeface) {
    this.doc = doc
    this.face = face
  }

  /** Goes to a new page unless so much fits on this one. Says whether it did. */
  ensure(height: number): boolean {
    if (this.y + height <= page.height - page.bottom) return false
    this.doc.addPage()
    this.y = page.top
    this.onNewPage()
    return true
  }

  /** Writes lines into a column from `y` on, and gives the lower edge. */
  write(text: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const { size = 9, weight = 400, color = colors.ink, align = 'left' } = style
    this.doc.fillColor(color)
    let at = y
    for (const line of wrap(this.face, text, width, size, weight)) {
      const shift = align === 'right' ? width - this.face.widthOf(line, size, weight) : 0
      this.face.write(line, x + shift, at, size, weight)
      at += leading(size)
    }
    return at
  }

  /** How high a text stands in a column. */
  heightOf(text: string, width: number, { size = 9, weight = 400 }: TextStyle = {}): number {
    return wrap(this.face, text, width, size, weight).length * leading(size)
  }

  rule(y: number, color: string = colors.line, thickness = 0.5): void {
    this.doc
      .moveTo(page.left, y)
      .lineTo(page.width - page.right, y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke()
  }

  fill(x: number, y: number, width: number, height: number, color: string): void {
    this.doc.rect(x, y, width, height).fillColor(color).fill()
  }
}

/** From line to line. */
export const leading = (size: number): number => Math.round(size * 1.45 * 10) / 10
