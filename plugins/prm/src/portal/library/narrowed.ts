import { assetKinds } from './asset-texts.ts'

/** By what a list of assets is narrowed, as the address says, and the same as the API takes it. */
export function narrowed(url: URL) {
  const given = (name: string): string => (url.searchParams.get(name) ?? '').trim()
  const q = given('q').slice(0, 200)
  const kind = assetKinds.find((one) => one === given('kind'))
  const language = /^[\w-]{2,20}$/.test(given('language')) ? given('language') : undefined
  const line = /^[\da-f-]{36}$/i.test(given('line')) ? given('line') : undefined
  const where = {
    and: [
      ...q
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => ({
          or: [
            { searchText: { contains: word.toLowerCase() } },
            { title: { contains: word } },
            { titleZh: { contains: word } },
          ],
        })),
      ...(kind ? [{ kind: { eq: kind } }] : []),
      ...(language ? [{ language: { eq: language } }] : []),
      ...(line ? [{ categories: { some: { or: [{ id: { eq: line } }, { parent: { eq: line } }] } } }] : []),
    ],
  }
  return { q, kind, language, line, where }
}
