import type { Plugin } from 'vite'
import type { PortalSpec } from './portal-spec.ts'

const name = 'virtual:tessera-portal'
const looks = 'virtual:tessera-portal/looks'

/** Slots, texts, tokens and logo as modules that the portal's components import. */
export function virtualModules(spec: PortalSpec): Plugin {
  return {
    name: 'tessera:portal',
    resolveId: (id) => (id === name || id === looks ? `\0${id}` : null),
    load(id) {
      if (id === `\0${name}`) return partsModule(spec)
      if (id === `\0${looks}`) return looksModule(spec)
      return null
    },
  }
}

function partsModule({ slots, translations }: PortalSpec): string {
  const imports: string[] = []
  const take = (file: string): string => {
    const local = `part${imports.length}`
    imports.push(`import ${local} from ${JSON.stringify(file)}`)
    return local
  }
  const filled = Object.entries(slots).map(([slot, entries]) => {
    const parts = entries.map(({ entry, guard }) => `{ component: ${take(entry)}, guard: ${JSON.stringify(guard)} }`)
    return `${JSON.stringify(slot)}: [${parts.join(', ')}]`
  })
  const texts = Object.entries(translations).map(
    ([language, files]) => `${language}: { ${files.map((file) => `...${take(file)}`).join(', ')} }`,
  )
  return `${imports.join('\n')}
export const slots = { ${filled.join(',\n')} }
const own = { ${texts.join(',\n')} }
// A text that is missing in another language is shown in English.
export const texts = { ...own, zh: { ...own.en, ...own.zh } }
`
}

const looksModule = ({ tokens, logo }: PortalSpec): string => `
${tokens ? `import ${JSON.stringify(tokens)}` : ''}
${logo ? `import url from ${JSON.stringify(`${logo}?url`)}` : 'const url = null'}
export const logo = url
`
