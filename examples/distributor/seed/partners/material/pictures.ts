import sharp from 'sharp'
import { pumpSvg } from './pump.ts'

const svg = (width: number, height: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`

const drawn = async (format: 'png' | 'jpeg', picture: string): Promise<Uint8Array> =>
  new Uint8Array(await sharp(Buffer.from(picture)).flatten({ background: '#ffffff' }).toFormat(format).toBuffer())

/** A banner for a stand: a pump on blue, at its left a white field for a partner. */
export const banner = (): Promise<Uint8Array> =>
  drawn(
    'png',
    svg(
      1600,
      800,
      `<rect width="1600" height="800" fill="#17487d"/><path d="M0 640q400-120 800 0t800 0v160H0z" fill="#0e3661"/>
      <path d="M0 690q400-90 800 0t800 0v110H0z" fill="#d8942a"/>${pumpSvg(880, 150, 2.7)}
      <rect x="90" y="150" width="620" height="300" rx="14" fill="#ffffff"/>`,
    ),
  )

/** A square for social media: a pump on sand. */
export const square = (): Promise<Uint8Array> =>
  drawn(
    'jpeg',
    svg(
      1080,
      1080,
      `<rect width="1080" height="1080" fill="#f3f0e8"/><circle cx="540" cy="470" r="370" fill="#e3dccb"/>
      ${pumpSvg(250, 230, 2.7)}<rect y="860" width="1080" height="220" fill="#ffffff"/><rect y="852" width="1080" height="8" fill="#d8942a"/>`,
    ),
  )

/** The company's own mark. */
export const companyMark = (): Promise<Uint8Array> =>
  drawn(
    'png',
    svg(
      900,
      900,
      `<rect width="900" height="900" fill="#ffffff"/><path d="M200 200h220v220H200z" fill="#17487d"/><path d="M480 200h220v220a220 220 0 0 1-220-220z" fill="#d8942a"/>
      <path d="M200 480h220a220 220 0 0 1-220 220z" fill="#8fb3d9"/><circle cx="590" cy="590" r="110" fill="#17487d"/>`,
    ),
  )

const shapes = {
  rheinfluid: `<path d="M20 150q70-110 140 0t140 0" fill="none" stroke="#0f766e" stroke-width="44"/><path d="M20 230q70-110 140 0t140 0" fill="none" stroke="#14b8a6" stroke-width="30"/>
    <circle cx="400" cy="150" r="80" fill="#0f766e"/><circle cx="400" cy="150" r="34" fill="#ffffff"/>`,
  huadong: `<path d="M40 40h180v90H130v130H40z" fill="#b91c1c"/><path d="M260 40h180v220h-90V130h-90z" fill="#7f1d1d"/>`,
  'delta-pompen': `<path d="M150 30 280 260H20z" fill="#1d4ed8"/><path d="M350 30 480 260H220z" fill="#60a5fa"/>`,
} as const

/** Logos of partners, on nothing. */
export const partnerLogo = async (key: keyof typeof shapes): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(Buffer.from(svg(500, 300, shapes[key])))
      .png()
      .toBuffer(),
  )

export const partnersWithLogo = Object.keys(shapes) as (keyof typeof shapes)[]
