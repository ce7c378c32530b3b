import type { RowIn } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import type { PrmModel } from '../../model.ts'
import { shownIn } from '../../shown.ts'
import type { Ctx, OfferRow } from './hold-offer.ts'

export type NamedLine = Pick<RowIn<typeof PrmModel, typeof Category>, 'name' | 'names'>
type Named = Pick<OfferRow, 'industry' | 'region' | 'countryCode'>

/** What a lead is called before anybody is named: what for and where. Empty where nothing of it is known. */
export function titleIn(
  language: 'en' | 'zh',
  { industry, region, countryCode }: Named,
  line?: NamedLine | null,
): string {
  const what = line ? (line.names[language] ?? line.name) : industry
  const shown = shownIn(language)
  const where = shown.place([region, countryCode && shown.country(countryCode)])
  return [what, where].filter(Boolean).join(' – ')
}

/** The title of an offer for notices, which are read in either language; the offer keeps the English one. */
export async function titleParams(
  system: Ctx,
  offer: Named & Pick<OfferRow, 'title' | 'productLine'>,
): Promise<Readonly<Record<'title' | 'titleZh', string>>> {
  const line = offer.productLine ? await system.find(Category, offer.productLine) : null
  return { title: offer.title, titleZh: titleIn('zh', offer, line) || offer.title }
}
