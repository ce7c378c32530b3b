import type { Markup } from '@tessera/core'
import { html } from 'hono/html'
import { shownIn } from '../../shown.ts'
import { countryNames } from '../recruitment/countries.ts'
import { type FoundLocation, type LocationSearch, mostFound } from './find-locations.ts'

type Language = 'en' | 'zh'

/** What the page of the locator says. */
export const locatorTexts = {
  en: {
    title: 'Find a partner',
    country: 'Country',
    city: 'City',
    speciality: 'Speciality',
    any: 'Any',
    find: 'Find',
    none: 'Nobody was found. Leave something empty to find more.',
    more: `The first ${mostFound} are shown. Say more to find the right one.`,
    away: 'km away',
  },
  zh: {
    title: '查找合作伙伴',
    country: '国家/地区',
    city: '城市',
    speciality: '专长',
    any: '不限',
    find: '查找',
    none: '未找到合作伙伴。请减少条件后重试。',
    more: `仅显示前 ${mostFound} 个结果，请补充条件。`,
    away: '公里',
  },
} as const

interface Shown {
  readonly search: LocationSearch
  readonly found: readonly FoundLocation[]
  readonly choices: { readonly countries: readonly string[]; readonly specialities: readonly string[] }
}

/** The public locator, which works without scripts. */
export function locatorMarkup(language: Language, { search, found, choices }: Shown): Markup {
  const text = locatorTexts[language]
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], chosen = '') =>
    html`<p><label>${label}<br><select name="${name}"><option value="">${text.any}</option>${options.map(
      ([value, caption]) =>
        html`<option value="${value}" ${value.toLowerCase() === chosen.toLowerCase() ? 'selected' : ''}>${caption}</option>`,
    )}</select></label></p>`
  return html`<h1>${text.title}</h1>
<form method="get" action="/partners">
${select('country', text.country, countryNames(language, choices.countries), search.country)}
<p><label>${text.city}<br><input name="city" value="${search.city ?? ''}" maxlength="100"></label></p>
${select(
  'speciality',
  text.speciality,
  choices.specialities.map((one) => [one, one] as const),
  search.speciality,
)}
<button>${text.find}</button>
</form>
${found.length === 0 ? html`<p role="status">${text.none}</p>` : html`<ul>${found.map((one) => card(language, one))}</ul>`}
${found.length === mostFound ? html`<p role="status">${text.more}</p>` : ''}`
}

function card(language: Language, one: FoundLocation): Markup {
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(one.countryCode)
  const place = [one.address, [one.postalCode, one.city].filter(Boolean).join(' '), one.region, country]
  return html`<li><h2>${one.name}</h2>
<p>${one.partner === one.name ? '' : html`${one.partner}<br>`}${shownIn(language).place(place)}${
    one.distanceKm === null ? '' : html`<br>${one.distanceKm} ${locatorTexts[language].away}`
  }</p>
<p>${one.phone ? html`<a href="tel:${one.phone}">${one.phone}</a> ` : ''}${
    one.website ? html`<a href="${one.website}" rel="noopener nofollow">${one.website}</a>` : ''
  }</p>
${one.specialities.length > 0 ? html`<p>${one.specialities.join(language === 'zh' ? '、' : ', ')}</p>` : ''}</li>`
}
