import type { Doc } from '@tessera/plugin-orders/pdf'

/** A pump on its base, 200 by 190 units: motor, coupling, housing with its outlet. */
const parts = [
  ['#0e3661', 'M0 170h210v18H0z'],
  ['#8fb3d9', 'M10 70h86v76H10z'],
  ['#6f99c6', 'M18 78h70v6H18zm0 14h70v6H18zm0 14h70v6H18zm0 14h70v6H18z'],
  ['#5d84ae', 'M22 146h16v24H22zm44 0h16v24H66z'],
  ['#c9d6e4', 'M96 98h26v20H96z'],
  ['#d8942a', 'M122 80h14v56h-14z'],
  ['#e8eef5', 'M164 62a48 48 0 1 0 .1 0z'],
  ['#b9cadc', 'M164 84a26 26 0 1 0 .1 0z'],
  ['#e8eef5', 'M178 20h34v60h-34z'],
  ['#d8942a', 'M172 12h46v12h-46z'],
  ['#5d84ae', 'M140 150h48v20h-48z'],
] as const

export function drawPump(doc: Doc, x: number, y: number, scale: number): void {
  doc.save().translate(x, y).scale(scale)
  for (const [color, path] of parts) doc.path(path).fill(color)
  doc.restore()
}

/** The same for a picture. */
export const pumpSvg = (x: number, y: number, scale: number): string =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${parts.map(([color, path]) => `<path fill="${color}" d="${path}"/>`).join('')}</g>`
