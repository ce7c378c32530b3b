/** Forms of companies, which people write or leave out: «Acme GmbH» and «ACME» are one. */
const forms =
  'gmbh co kg ag se ohg mbh ug inc incorporated llc llp lp ltd limited corp corporation company plc sa sas sarl srl spa bv nv oy ab as aps kk pty pte'

const known: ReadonlySet<string> = new Set(forms.split(' '))

/** A company's name as it is compared: without case, accents, punctuation and legal form. */
export function companyKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(股份)?有限(责任)?公司$/u, '')
    .replace(/[.’']/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !known.has(word))
  return (telling.length > 0 ? telling : words).join(' ')
}

/** Where anybody gets an address, which so says nothing of a company. */
const everybodys: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com aol.com gmx.de gmx.net web.de ' +
    't-online.de freenet.de mail.com mail.ru yandex.ru proton.me protonmail.com qq.com vip.qq.com 163.com 126.com sina.com sohu.com foxmail.com 139.com aliyun.com'
  ).split(' '),
)

/** The domain of an address or a website that stands for a company; null where it is everybody's. */
export function companyDomain(addressOrUrl: string | null): string | null {
  if (!addressOrUrl) return null
  const host = addressOrUrl.includes('@')
    ? addressOrUrl.slice(addressOrUrl.lastIndexOf('@') + 1)
    : (URL.parse(addressOrUrl)?.hostname ?? '')
  const domain = host.toLowerCase().replace(/^www\./, '')
  return domain === '' || everybodys.has(domain) ? null : domain
}
