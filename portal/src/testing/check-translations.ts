import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { PortalLanguage, PortalTranslations } from '@tessera/core'
import { languages } from '../build/portal-spec.ts'

type Texts = Readonly<Record<string, string>>

/**
 * What is wrong with texts: keys that one language lacks, places (`{name}`) that differ, and keys that pages name literally,
 * `t('orders.title')`, or that are among `named`, but nobody translates.
 */
export async function checkTranslations(
  translations: readonly PortalTranslations[],
  own: PortalTranslations | undefined,
  sources: readonly string[],
  named: readonly string[] = [],
): Promise<readonly string[]> {
  const of = async (language: PortalLanguage, files: readonly PortalTranslations[]): Promise<Texts> =>
    Object.assign({}, ...(await Promise.all(files.flatMap((file) => [file[language] ?? []].flat()).map(readTexts))))
  const findings: string[] = []
  const mine = Object.fromEntries(
    await Promise.all(languages.map(async (language) => [language, await of(language, own ? [own] : [])])),
  ) as Record<PortalLanguage, Texts>
  const keys = new Set(languages.flatMap((language) => Object.keys(mine[language])))
  for (const key of keys) {
    const missing = languages.filter((language) => !mine[language][key]?.trim())
    if (missing.length > 0) findings.push(`${key}: missing in ${missing.join(', ')}`)
    else if (new Set(languages.map((language) => placesOf(mine[language][key] ?? ''))).size > 1)
      findings.push(`${key}: its {places} differ between languages`)
  }
  const known = await of('en', translations)
  for (const key of new Set(named))
    if (!Object.hasOwn(known, key)) findings.push(`${key}: named by the navigation, translated nowhere`)
  for (const file of sources.filter((name) => /\.(?:astro|ts)$/.test(name) && !name.endsWith('.test.ts'))) {
    const code = (await readFile(file, 'utf8')).replaceAll(/\/\*[\s\S]*?\*\//g, '')
    for (const [, key = ''] of code.matchAll(/\bt\(\s*'([\w.-]+)'/g))
      if (!Object.hasOwn(known, key)) findings.push(`${key}: named in ${file}, translated nowhere`)
  }
  return findings
}

const readTexts = async (file: URL): Promise<Texts> => JSON.parse(await readFile(fileURLToPath(file), 'utf8')) as Texts

// A place that only chooses a word, such as `{count|piece|pieces}`, has no counterpart where words do not change.
const placesOf = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)(?!\w|\|[^#}]*\|)/g)].map(([, name]) => name))].toSorted().join()
