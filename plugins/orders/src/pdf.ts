/** Writing PDFs in Latin and Chinese letters. */
export { type Doc, Typeface, type Weight } from './quotes/pdf/typeface.ts'
export { wrap } from './quotes/pdf/wrap.ts'
