import { html } from 'hono/html'
import type { QuoteDocument } from '../document/quote-document.ts'
import { shownAmount, shownDay, shownDecimal } from '../document/shown.ts'
import type { PageTexts } from './texts.ts'

type Language = 'en' | 'zh'

/** What is offered, to read: positions, totals, terms. */
export const offerMarkup = (document: QuoteDocument, texts: PageTexts, language: Language) => html`
<p class="quiet">${texts.quote} ${document.number}${document.revision > 1 ? ` / ${document.revision}` : ''}</p>
<h1>${document.name}</h1>
<p class="quiet">${texts.from} ${document.company.name} · ${texts.to} ${document.account.name} · ${texts.validUntil} ${shownDay(document.validUntil, language)}</p>
${document.introduction === null ? '' : html`<p>${document.introduction}</p>`}
<div class="scroll"><table>
<thead><tr><th>${texts.article}</th><th class="number wide-column">${texts.quantity}</th><th class="number wide-column">${texts.unitPrice}</th><th class="number">${texts.amount}</th></tr></thead>
<tbody>${document.lines.map(
  (line) => html`<tr>
<td>${line.name}<br><span class="quiet">${line.sku}</span>${line.description === null || line.description === line.name ? '' : html`<br><span class="quiet">${line.description}</span>`}${line.chosen.map((choice) => html`<br><span class="quiet">${choice}</span>`)}
<span class="narrow-line quiet">${shownDecimal(line.quantity, language)} × ${shownDecimal(line.unitPrice, language)}${isNothing(line.discount) ? '' : ` − ${shownDecimal(line.discount, language)}`}</span></td>
<td class="number wide-column">${shownDecimal(line.quantity, language)}</td>
<td class="number wide-column">${shownDecimal(line.unitPrice, language)}${isNothing(line.discount) ? '' : html`<br><span class="quiet">−${shownDecimal(line.discount, language)}</span>`}</td>
<td class="number">${shownDecimal(line.net, language)}</td>
</tr>`,
)}</tbody>
</table></div>
<table class="totals"><tbody>${totalRows(document, texts, language).map(
  ([label, amount]) => html`<tr><th scope="row">${label}</th><td class="number">${amount}</td></tr>`,
)}<tr class="total"><th scope="row">${texts.total}</th><td class="number">${shownAmount(document.total, document.currency, language)}</td></tr></tbody></table>
<h2>${texts.terms}</h2>
${[
  ...(document.paymentTermDays === null ? [] : [texts.paymentDays(document.paymentTermDays)]),
  ...(document.terms?.split('\n') ?? []),
].map((paragraph) => html`<p>${paragraph}</p>`)}`

const isNothing = (amount: string): boolean => /^[0.]*$/.test(amount)

function totalRows(document: QuoteDocument, texts: PageTexts, language: Language): (readonly [string, string])[] {
  const shown = (amount: string): string => shownDecimal(amount, language)
  return [
    [texts.subtotal, shown(document.subtotal)] as const,
    ...(isNothing(document.discount) ? [] : [[texts.discount, `−${shown(document.discount)}`] as const]),
    ...(isNothing(document.freight) ? [] : [[texts.freight, shown(document.freight)] as const]),
    [texts.net, shown(document.net)] as const,
    ...document.taxes.map(({ rate, tax }) => [`${texts.tax} ${shown(rate)} %`, shown(tax)] as const),
  ]
}
