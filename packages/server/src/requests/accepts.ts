import { parseAccept } from 'hono/utils/accept'

/** Whether a browser asks for a page, rather than a program for data. */
export function wantsPage(headers: Headers): boolean {
  return (headers.get('accept') ?? '').includes('text/html')
}

export type Language = 'en' | 'zh'

/** The language to answer in, by `Accept-Language`: any Chinese is answered in simplified Chinese, anything unknown in English. */
export function languageOf(headers: Headers): Language {
  for (const { type, q } of parseAccept(headers.get('accept-language') ?? '')) {
    const [language] = type.toLowerCase().split('-')
    if (q > 0 && (language === 'en' || language === 'zh')) return language
  }
  return 'en'
}
