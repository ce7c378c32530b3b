import { renderSVG } from 'uqr'

/**
 * A text as a QR code: one SVG without styles or scripts, which any content security policy lets through. Black on white in dark
 * surroundings too, since some cameras read nothing else.
 */
export const qrCode = (text: string): string =>
  renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 }).replace('<svg ', '<svg role="img" aria-hidden="true" ')
