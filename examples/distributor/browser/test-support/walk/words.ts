import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { type Translate, translator } from '@tessera/portal/runtime'

const root = join(import.meta.dirname, '../../../../..')

/** What the pages of the quick start say in a language, by key: the portal's texts and those of all plugins. */
export async function wordsOf(language: 'en' | 'zh'): Promise<Translate> {
  const texts: Record<string, string> = {}
  for (const place of ['portal', 'plugins/*'])
    for await (const file of glob(`${place}/src/**/translations/${language}.json`, { cwd: root }))
      Object.assign(texts, JSON.parse(readFileSync(join(root, file), 'utf8')))
  return translator(language, texts)
}
