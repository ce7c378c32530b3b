import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

type Resolve = (name: string, from: string) => Promise<{ readonly id: string } | null>

/** Notes every file that a build reads: its modules, and what style sheets bring in, of which the bundler does not tell. */
export function usedFiles(files: Set<string>): Plugin {
  const note = (id: string): void => {
    const file = fileOf(id)
    if (file) files.add(file)
  }
  return {
    name: 'tessera:used-files',
    transform: {
      order: 'pre',
      async handler(code, id) {
        note(id)
        if (isSheet(id)) await noteNamed(code, id, (name, from) => this.resolve(name, from), files)
        return null
      },
    },
  }
}

const isSheet = (id: string): boolean => /\.css(?:$|\?)/.test(id)

const fileOf = (id: string): string | null => {
  const file = id.split('?')[0] ?? ''
  return !file.startsWith('\0') && /^(?:\/|[A-Za-z]:)/.test(file) ? file : null
}

/** `@import "./part.css"`, `@import url(./part.css)`, `url("./image.svg")` */
const names = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)|url\(\s*["']?([^"')\s]+)/g

async function noteNamed(text: string, sheet: string, resolve: Resolve, files: Set<string>): Promise<void> {
  for (const [, imported, pictured] of text.replace(/\/\*.*?\*\//gs, '').matchAll(names)) {
    const name = imported ?? pictured ?? ''
    if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(name)) continue
    const found = (await resolve(name, sheet)) ?? (await resolve(`./${name}`, sheet))
    const file = found && fileOf(found.id)
    if (!file || files.has(file)) continue
    files.add(file)
    if (isSheet(file)) await noteNamed(await readFile(file, 'utf8'), file, resolve, files)
  }
}
