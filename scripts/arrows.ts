import { resolve } from 'node:path'
import { checkArrows } from './arrows/check-arrows.ts'

const wrong = checkArrows(resolve(import.meta.dirname, '..'))
for (const line of wrong) console.error(line)
console.error(wrong.length === 0 ? 'Import arrows: all hold.' : `Import arrows: ${wrong.length} broken.`)
process.exitCode = wrong.length === 0 ? 0 : 1
