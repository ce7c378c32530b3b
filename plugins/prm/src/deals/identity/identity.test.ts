import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cityKey, latinKey, nameKey } from './company-name.ts'
import { type CustomerFacts, identityOf, matchOf } from './customer-identity.ts'
import { domainKey } from './domain-key.ts'
import { taxKey } from './tax-key.ts'

describe('names', () => {
  it.each([
    ['Müller Pumpen GmbH', 'Mueller Pumpen'],
    ['Müller Pumpen GmbH', 'MULLER-PUMPEN gmbh & Co. KG'],
    ['Pumpen Meier GmbH', 'Meier Pumpen'],
    ['S.A.P. Systeme AG', 'SAP Systeme'],
    ['The Boston Beer Company, Inc.', 'Boston Beer'],
    ['Société Générale S.A.', 'Societe Generale'],
    ['Dassault Systèmes SE', 'Dassault Systemes SE'],
    ['Straße & Söhne oHG', 'Strasse und Sohne'],
    ['Kowalski Sp. z o.o.', 'KOWALSKI SP Z O O'],
    ['Ørsted A/S', 'Orsted'],
    ["O'Brien Pumps Ltd", 'OBrien Pumps Limited'],
    ['华为技术有限公司', '华为技术'],
    ['上海汽车集团股份有限公司', '上海汽车集团'],
    ['ＡＣＭＥ Ｐｕｍｐｓ', 'Acme Pumps'],
    ['トヨタ自動車株式会社', 'トヨタ自動車'],
    ['株式会社日立製作所', '日立製作所'],
    ['삼성전자 주식회사', '삼성전자'],
  ])('%s is %s', (left, right) => {
    expect(nameKey(left)).toBe(nameKey(right))
  })

  it.each([
    ['华为技术有限公司', '华为（上海）技术有限公司'],
    ['北京机械有限公司', '南京机械有限公司'],
    ['Acme Pumps', 'Acme Valves'],
    ['Nordpol GmbH', 'Südpol GmbH'],
    ['Tech Data', 'Data Point'],
  ])('%s is not %s', (left, right) => {
    expect(nameKey(left)).not.toBe(nameKey(right))
  })

  it('traditional and simplified characters, and their Latin spelling, are alike', () => {
    expect(latinKey('華為技術有限公司')).toBe(latinKey('华为技术有限公司'))
    expect(latinKey('华为')).toBe('hua wei')
  })

  it('a name that is a legal form alone keeps it', () => {
    expect(nameKey('Company')).toBe('company')
    expect(nameKey('有限公司')).toBe('有限公司')
  })
})

it.each([
  ['Frankfurt am Main', 'Frankfurt/Main'],
  ['München', 'Muenchen'],
  ['上海市', '上海'],
  ['SAINT-DENIS', 'Saint Denis'],
])('the town %s is %s', (left, right) => {
  expect(cityKey(left)).toBe(cityKey(right))
})

it.each([
  ['DE 123.456.788', 'DE', 'DE:123456788'],
  ['de123456788', 'DE', 'DE:123456788'],
  ['123 456 788', 'DE', 'DE:123456788'],
  ['DE123456788', 'AT', 'DE:123456788'],
  ['ATU12345675', 'AT', 'AT:U12345675'],
  ['EL123456788', 'GR', 'GR:123456788'],
  ['GR 123456788', 'GR', 'GR:123456788'],
  ['CHE-123.456.788 MWST', 'CH', 'CH:123456788'],
  ['CHE-123.456.788', 'CH', 'CH:123456788'],
  ['FR 40 303 265 045', 'FR', 'FR:303265045'],
  ['30326504500017', 'FR', 'FR:303265045'],
  ['91310000MA1FL0Q12X', 'CN', 'CN:91310000MA1FL0Q12X'],
  ['９１３１００００ＭＡ１ＦＬ０Ｑ１２Ｘ', 'CN', 'CN:91310000MA1FL0Q12X'],
  ['12-3456780', 'US', 'US:123456780'],
  ['n/a', 'DE', null],
  ['unknown', 'DE', null],
  ['000000000', 'DE', null],
  ['123456789', 'FR', null],
  ['-', 'CN', null],
])('the tax number %s of %s is %s', (text, country, key) => {
  expect(taxKey(text, country)).toBe(key)
})

it.each([
  ['https://www.acme.co.uk/de/kontakt', 'acme.co.uk'],
  ['https://shop.acme.de', 'acme.de'],
  ['anna@mail.acme.de', 'acme.de'],
  ['anna@gmail.com', null],
  ['anna@vip.qq.com', null],
  ['li@163.com', null],
  ['https://www.facebook.com/acme', null],
  ['https://acme.github.io/x', 'acme.github.io'],
  ['https://acme.wordpress.com', null],
  ['https://10.0.0.1/x', null],
  ['https://localhost', null],
  ['https://例子.中国', '例子.中国'],
])('the domain of %s is %s', (text, domain) => {
  expect(domainKey(text)).toBe(domain)
})

const acme: CustomerFacts = { name: 'Acme Pumpen GmbH', countryCode: 'DE', city: 'Hamburg' }
const match = (left: CustomerFacts, right: CustomerFacts) => matchOf(identityOf(left), identityOf(right))

describe('two customers', () => {
  it.each<[string, CustomerFacts, CustomerFacts, string, string | null]>([
    ['the same name and town', acme, { ...acme, name: 'ACME Pumpen' }, 'certain', 'nameAndCity'],
    [
      'the same domain, by website and by e-mail',
      { ...acme, website: 'https://acme.de' },
      { name: 'Pump Holding', countryCode: 'AT', email: 'x@acme.de' },
      'certain',
      'domain',
    ],
    [
      'the same tax number under other names',
      { ...acme, taxId: 'DE123456781' },
      { name: 'New Name AG', countryCode: 'DE', taxId: '123 456 781' },
      'certain',
      'taxId',
    ],
    [
      'one domain, two tax numbers of a country',
      { ...acme, website: 'https://acme.de', taxId: 'DE123456781' },
      { ...acme, website: 'https://acme.de', taxId: 'DE987654321' },
      'possible',
      'domain',
    ],
    [
      'the same name and town, two domains',
      { ...acme, website: 'https://acme.de' },
      { ...acme, website: 'https://acme-pumpen.com' },
      'possible',
      'nameAndCity',
    ],
    ['the same name, another town', acme, { ...acme, city: 'Köln' }, 'possible', 'name'],
    ['the same name, no town', acme, { ...acme, city: null }, 'possible', 'name'],
    ['the same name in another country', acme, { ...acme, countryCode: 'FR', city: 'Paris' }, 'none', null],
    ['a typing error', acme, { ...acme, name: 'Acme Pumpn' }, 'possible', 'similarName'],
    [
      'one word written as two',
      { ...acme, name: 'Tech Data GmbH' },
      { ...acme, name: 'Techdata GmbH' },
      'possible',
      'similarName',
    ],
    [
      'simplified and traditional',
      { name: '华为技术有限公司', countryCode: 'CN', city: '深圳' },
      { name: '華為技術', countryCode: 'CN', city: '深圳市' },
      'possible',
      'similarName',
    ],
    [
      'free mail of two companies',
      { ...acme, email: 'a@gmail.com' },
      { name: 'Beta', countryCode: 'DE', city: 'Hamburg', email: 'b@gmail.com' },
      'none',
      null,
    ],
  ])('%s', (_what, left, right, level, reason) => {
    expect(match(left, right)).toEqual({ level, reason })
    expect(match(right, left)).toEqual({ level, reason })
  })

  it.each([
    ['Bauer Maschinen', 'Bayer Material', 'DE'],
    ['Schmidt Elektro', 'Schmitz Sanitär', 'DE'],
    ['Hotel Adler', 'Hotel Post', 'DE'],
    ['Stadtwerke Nord', 'Stadtreinigung Nord', 'DE'],
    ['General Electric', 'General Motors', 'US'],
    ['First National Bank', 'First Baptist Church', 'US'],
    ['Northwind Traders', 'Northgate Trading', 'US'],
    ['Cycles Dupont', 'Cycles Durand', 'FR'],
    ['中国银行', '中国石油', 'CN'],
    ['深圳电子', '深圳机械', 'CN'],
    ['ABC', 'ABD', 'DE'],
  ])('of one town are no duplicates: %s, %s', (left, right, countryCode) => {
    expect(match({ name: left, countryCode, city: 'X' }, { name: right, countryCode, city: 'X' }).level).toBe('none')
  })
})

it('however a name is written, it keeps its key, and the key is its own key', () => {
  const word = fc.constantFrom('Müller', 'Pumpen', 'Straße', 'Łódź', 'Ørsted', '华为', '技术', 'São', 'X1', 'Boötes')
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', ' GmbH', ' Ltd.', ', Inc.', ' & Co. KG'),
      (words, form) => {
        const name = words.join(' ')
        expect(nameKey(name + form)).toBe(nameKey(name))
        expect(nameKey(`  ${name.toUpperCase().replaceAll(' ', ' - ')}${form.toUpperCase()} `)).toBe(nameKey(name))
        expect(nameKey([...words].reverse().join(', '))).toBe(nameKey(name))
        expect(nameKey(nameKey(name))).toBe(nameKey(name))
      },
    ),
  )
})

it('is the same in both directions, and a customer is itself', () => {
  const facts = fc.record({
    name: fc.constantFrom('Acme', 'Acme GmbH', 'Beta', '华为', 'Acme Beta'),
    countryCode: fc.constantFrom('DE', 'CN'),
    city: fc.constantFrom(null, 'Hamburg', 'Köln'),
    taxId: fc.constantFrom(null, '123456781', '987654321', 'DE123456781'),
    website: fc.constantFrom(null, 'https://acme.de', 'https://beta.de'),
  })
  fc.assert(
    fc.property(facts, facts, (left, right) => {
      expect(match(left, right)).toEqual(match(right, left))
      if (left.city || left.taxId || left.website) expect(match(left, left).level).toBe('certain')
    }),
  )
})
