import type { QuoteDocument } from './document/quote-document.ts'
import { shownAmount, shownDay } from './document/shown.ts'

/** The mail that brings a quote, in the quote's language. */
export function mailText(
  document: QuoteDocument,
  link: string,
  message: string | null,
): { readonly subject: string; readonly text: string } {
  const { language, number, name, company, contact, currency } = document
  const total = shownAmount(document.total, currency, language)
  const until = shownDay(document.validUntil, language)
  const seller = document.seller?.name ?? company.name
  const subject = oneLine(
    language === 'zh' ? `${company.name} 报价单 ${number}：${name}` : `Quote ${number} from ${company.name}: ${name}`,
  )
  const text =
    language === 'zh'
      ? [
          contact === null ? '您好：' : `${contact}，您好：`,
          message ?? `随信附上我们的报价单 ${number}（${name}）。`,
          `总额（含税）：${total}\n有效期至：${until}`,
          `请在此查看、接受或拒绝报价：\n${link}`,
          '该链接仅供您本人使用，请勿转发。',
          `此致\n${seller}\n${company.name}`,
        ]
      : [
          contact === null ? 'Hello,' : `Dear ${contact},`,
          message ?? `please find our quote ${number} (${name}) attached.`,
          `Total including tax: ${total}\nValid until: ${until}`,
          `See it online, and accept or decline it there:\n${link}`,
          'Whoever has this link can accept the quote: please keep it to yourself.',
          `Kind regards\n${seller}\n${company.name}`,
        ]
  return { subject, text: text.join('\n\n') }
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').slice(0, 500)
