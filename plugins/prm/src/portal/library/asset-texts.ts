import type { AssetKind } from '../../library/asset.ts'

interface Texts {
  readonly title: string
  readonly titleZh: string | null
  readonly description?: string | null
  readonly descriptionZh?: string | null
}

/** What an asset is called, in the reader's language where it has a name in it. */
export const titleOf = (asset: Texts, locale: 'en' | 'zh'): string =>
  (locale === 'zh' ? asset.titleZh : null) ?? asset.title

export const descriptionOf = (asset: Texts, locale: 'en' | 'zh'): string | undefined =>
  (locale === 'zh' ? asset.descriptionZh : null) ?? asset.description ?? undefined

const icons = {
  brochure: 'news',
  datasheet: 'quote',
  presentation: 'chart',
  image: 'image',
  logo: 'star',
  manual: 'service',
  priceList: 'tag',
  template: 'copy',
  other: 'attach',
} as const satisfies Record<AssetKind, string>

/** In the order in which they are offered. */
export const assetKinds = Object.keys(icons) as readonly AssetKind[]

export const iconOf = (kind: string) => icons[kind as keyof typeof icons] ?? icons.other

/** The name of a language in a language: `de` in English is German. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** A size as people say it: 1,234,567 bytes are 1.2 MB. */
export function sizeText(bytes: number, language: string): string {
  const unit = bytes >= 1_000_000 ? 'megabyte' : 'kilobyte'
  const value = bytes / (unit === 'megabyte' ? 1_000_000 : 1000)
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'megabyte' && value < 10 ? 1 : 0,
  }).format(Math.max(value, 1))
}

/** `PDF` of `Pump CX.pdf`. */
export const formatOf = (name: string): string => name.split('.').at(-1)?.toUpperCase() ?? ''
