import anyAscii from 'any-ascii'

/** Forms of companies, as they stand at either end of a name once it is folded. They are written or left out as people please. */
const forms: ReadonlySet<string> = new Set(
  // German, Austrian, Swiss
  (
    'gmbh ggmbh mbh gesmbh ag kg kgaa ohg ug eg ev gbr ek ekfm einzelunternehmen co cie ' +
    // English
    'inc incorporated llc llp lp ltd limited corp corporation company plc pty pte pvt private the and und et y ' +
    // French, Italian, Spanish, Portuguese
    'sa sas sasu sarl eurl snc scs scop sca srl spa snc sl slu ltda eireli ' +
    // Dutch, Nordic, Polish, Czech, Hungarian, Baltic, Turkish, Japanese in Latin letters
    'bv nv vof ab as asa aps oy oyj ivs hf ehf spzoo zoo sro kft zrt rt uab sia ou doo dd jsc ojsc pjsc ooo oao zao pao tbk sti kk kabushikikaisha'
  ).split(' '),
)

/** What a folded form of several words looks like before it is cut into words. */
const phrases: readonly RegExp[] = [
  /\bsp\.? ?z\.? ?o\.? ?o\b\.?/gu,
  /\bd\.? ?o\.? ?o\b\.?/gu,
  /\bs\.? ?r\.? ?o\b\.?/gu,
  /\ba\/s\b/gu,
  /\bsociete (anonyme|par actions simplifiee|a responsabilite limitee)\b/gu,
  /\bgesellschaft mit beschrankter haftung\b/gu,
  /\baktiengesellschaft\b/gu,
  /\bkommanditgesellschaft\b/gu,
]

/**
 * Chinese, Japanese and Korean forms, which stand without a space before or after the name. Not a place in it: 华为（上海）and 华为
 * are two companies.
 */
const eastern =
  /(股份有限公司|有限责任公司|有限責任公司|股份公司|有限公司|合伙企业|責任有限公司|集团公司|集團公司|总公司|分公司|公司|集团|集團|株式会社|株式會社|有限会社|合同会社|주식회사|유한회사)/gu

const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Small letters without accents and full-width forms; ß, ø and their like as people write them without. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[øœöæäłđð]/gu, (letter) => ({ ø: 'o', œ: 'oe', æ: 'ae', ł: 'l', đ: 'd', ð: 'd' })[letter] ?? letter)
}

/** Müller, Mueller and Muller are one. Only for keys: it cuts into words that have nothing to do with umlauts, too. */
const withoutUmlauts = (word: string): string => word.replace(/([aou])e/gu, '$1')

/**
 * The words of a company's name that tell it from others: folded, without legal form, sorted. Never empty unless the name has
 * neither letter nor digit.
 */
function tellingWords(name: string): string[] {
  let text = fold(name)
    .replace(/[’'`´]/gu, '')
    .replace(/[&+]/gu, ' ')
  for (const phrase of phrases) text = text.replace(phrase, ' ')
  const bare = text.replace(eastern, ' ')
  const words = wordsOf(/[\p{L}\p{N}]/u.test(bare) ? bare : text)
  const telling = words.filter((word) => !forms.has(word))
  return (telling.length > 0 ? telling : words).map((word) => (han.test(word) ? word : withoutUmlauts(word))).sort()
}

/** `S.A.P. Systeme` is «sap systeme»: letters that stand alone belong together. */
function wordsOf(text: string): string[] {
  const dotted = text.replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
  const parts = dotted.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '')
  const words: string[] = []
  let letters = ''
  for (const part of parts) {
    if ([...part].length === 1 && !/\p{N}/u.test(part) && !han.test(part)) letters += part
    else {
      if (letters) words.push(letters)
      letters = ''
      words.push(part)
    }
  }
  if (letters) words.push(letters)
  return words
}

/** A name as it is compared for sameness, in its own writing: «meier pumpen» of «Pumpen Meier GmbH & Co. KG». */
export const nameKey = (name: string): string => [...new Set(tellingWords(name))].join(' ')

/** A name as it is compared for likeness, in Latin letters whatever its writing: «hua wei» of «华为» and of «華為». */
export const latinKey = (name: string): string =>
  anyAscii(nameKey(name).replace(han, ' $&'))
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ')

/** Words in names of towns that people leave out: Frankfurt (am) Main. */
const between: ReadonlySet<string> = new Set(
  'am an der a d i im in ob bei sur on upon the under near le la les los de del'.split(' '),
)

/** A town as it is compared: «frankfurt main», 上海 of 上海市. Null where there is nothing to compare. */
export function cityKey(city: string | null): string | null {
  if (city === null) return null
  const words = fold(city)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !between.has(word))
    .map((word) => (han.test(word) ? word.replace(/(市|省|区|區|县|縣)$/u, '') || word : withoutUmlauts(word)))
  return words.length > 0 ? words.join(' ') : null
}
