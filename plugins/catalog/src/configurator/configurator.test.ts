import type { Actor, CreateInput, Id } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import catalog, { type ChoiceInput, configure, priceOf } from '../index.ts'
import {
  AccountPricing,
  type CatalogModel,
  Configuration,
  OptionPrice,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  ProductConstraint,
  ProductFeature,
  ProductOption,
} from '../model.ts'

let t: TestCrm
let seller: Actor
let buyer: Actor
let acme: Id
let pump: Id
const feature: Record<string, Id> = {}
const option: Record<string, Id> = {}

beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()] })
  acme = (await t.create(Account, { name: 'Acme' })).id
  seller = await t.actor('user', { permissions: { 'customers:read': 'all', 'catalog:read': 'all' } })
  buyer = await t.actor('customer', { account: acme })
  pump = await newPump()
})
afterAll(() => t.close())

/** Motor (one of three), seals (one or two of three) and the flange's width in mm; the large motor needs a wide flange and a ceramic seal. */
async function newPump(): Promise<Id> {
  const product = (await t.create(Product, { releasedOn: '2020-01-01' })).id
  const add = async (
    code: string,
    input: Partial<CreateInput<typeof CatalogModel, typeof ProductFeature>>,
    options: readonly string[],
  ) => {
    feature[code] = (await t.create(ProductFeature, { product, code, name: code, ...input })).id
    for (const [sort, name] of options.entries())
      option[name] = (await t.create(ProductOption, { feature: feature[code], code: name, name, sort })).id
  }
  await add('motor', { sort: 1 }, ['m22', 'm37', 'm55'])
  await add('seal', { sort: 2, maxChosen: 2 }, ['rubber', 'ceramic', 'steel'])
  await add('flange', { sort: 3, type: 'number', minValue: '100', maxValue: '300', step: '50', unit: 'mm' }, [])
  const rule = (name: string, input: object) => t.create(ProductConstraint, { product, name, ...input })
  await rule('55 kW needs a flange of 200', {
    type: 'range',
    when: [option.m55],
    feature: feature.flange,
    minValue: '200',
  })
  await rule('55 kW needs ceramic', { type: 'requires', when: [option.m55], options: [option.ceramic] })
  await rule('Ceramic and rubber wear each other', {
    type: 'excludes',
    when: [option.ceramic],
    options: [option.rubber],
  })
  await t.update(Product, product, { configurable: true })
  return product
}

const of = (...names: readonly string[]): ChoiceInput[] => names.map((name) => ({ option: option[name] as Id }))
const flange = (value: string): ChoiceInput => ({ feature: feature.flange as Id, value })

describe('configure', () => {
  it('says what is selected, what is available, and why the rest is not', async () => {
    const said = await configure(t.as(seller), pump, [...of('m55'), flange('200')])
    expect(said).toMatchObject({ valid: true, complete: false, conflict: null })
    const states = said.features.flatMap(({ options }) => options.map(({ state }) => state))
    expect(states).toEqual(['impossible', 'impossible', 'selected', 'impossible', 'available', 'available'])
    expect(said.features[1]?.options[0]?.impossible).toMatchObject({
      choices: [{ option: option.m55 }],
      rules: [
        { name: '55 kW needs ceramic', version: 1 },
        { name: 'Ceramic and rubber wear each other', version: 1 },
      ],
      change: [{ feature: feature.motor, option: option.m55 }],
    })
    expect(said.features[2]?.possible).toEqual([{ min: '200', max: '300' }])
  })

  it('says why choices do not go together, and what to give up', async () => {
    const said = await configure(t.as(seller), pump, [...of('m55', 'ceramic'), flange('150')])
    expect(said).toMatchObject({
      valid: false,
      complete: false,
      conflict: {
        choices: [{ option: option.m55 }, { feature: feature.flange, value: '150' }],
        rules: [{ entity: 'productConstraint', name: '55 kW needs a flange of 200' }],
        change: [{ option: option.m55 }],
      },
    })
  })

  it('says when everything is chosen', async () => {
    const said = await configure(t.as(seller), pump, [...of('m55', 'ceramic', 'steel'), flange('300')])
    expect(said).toMatchObject({ valid: true, complete: true })
  })

  it('is the same for partners, over GraphQL', async () => {
    const query = `query($product: ID!, $choices: [ChoiceInput!]!) { configure(product: $product, choices: $choices) {
      valid complete features { feature options { option state impossible { rules { name } change { option value } } } possible { min max } } } }`
    const choices = [...of('m22'), flange('100')]
    const { configure: said } = await t.graphql<{ configure: object }>(await t.actor('partner'), query, {
      product: pump,
      choices,
    })
    expect(said).toMatchObject({
      valid: true,
      complete: false,
      features: [
        {
          options: [
            { state: 'selected' },
            { impossible: { rules: [{ name: 'motor' }], change: [{ option: option.m22 }] } },
            {},
          ],
        },
        {},
        {},
      ],
    })
  })

  it.each([
    ['an option of another product', () => [{ option: pump }], 'UNKNOWN_REFERENCE', 'option'],
    ['a number between the steps', () => [flange('120')], 'NOT_ONE_OF', 'value'],
    ['a number beyond the largest', () => [flange('350')], 'NOT_ONE_OF', 'value'],
    ['no number at all', () => [flange('wide')], 'NOT_ONE_OF', 'value'],
    [
      'a number of a feature that has none',
      () => [{ feature: feature.motor as Id, value: '1' }],
      'UNKNOWN_REFERENCE',
      'feature',
    ],
    ['nothing', () => [{} as ChoiceInput], 'UNKNOWN_REFERENCE', 'feature'],
  ])('refuses %s', async (_name, choices, code, field) => {
    await expect(configure(t.as(seller), pump, [...of('m22'), ...choices()])).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['choices', 1, field], code }],
    })
  })

  it('refuses products that are not configurable, or not there', async () => {
    const plain = (await t.create(Product)).id
    await expect(configure(t.as(seller), plain, [])).rejects.toMatchObject({ code: 'NOT_CONFIGURABLE' })
    await expect(configure(t.as(buyer), plain, [])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(configure(t.as(seller), 'LQ-CX', [])).rejects.toMatchObject({
      issues: [{ path: ['product'], code: 'ID' }],
    })
  })
})

describe('a configuration', () => {
  const whole = (): ChoiceInput[] => [...of('m55', 'ceramic'), flange('250.0')]

  it('is kept with a fingerprint that the order of choices does not change, and with the versions of its rules', async () => {
    const first = await t
      .as(seller)
      .mutate(Configuration)
      .create({ product: pump, choices: whole() as never })
    const second = await t
      .as(buyer)
      .mutate(Configuration)
      .create({ product: pump, choices: whole().reverse() as never })
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(second.hash).toBe(first.hash)
    expect(first.choices).toContainEqual({ feature: feature.flange, value: '250' })
    expect(first.rules).toContainEqual(
      expect.objectContaining({ entity: 'productConstraint', name: '55 kW needs ceramic', version: 1 }),
    )
    expect(first.rules).toHaveLength(3 + 6 + 3)
  })

  it.each([
    [
      'what does not go together',
      () => [...of('m55', 'rubber'), flange('250')],
      /do not go together: «55 kW needs ceramic», «Ceramic and rubber/,
    ],
    ['what is not complete', () => of('m22', 'steel'), /are not complete/],
    ['what is no choice', () => [{ option: 'x' }], /Choice 1 of/],
    ['what is no list', () => ({ option: 1 }), /are a list/],
  ])('is refused for %s, whoever writes it', async (_name, choices, message) => {
    const input = { product: pump, choices: choices() as never }
    for (const ctx of [t.as(seller), t.system, t.as(seller).asSystem('quoting')])
      await expect(ctx.mutate(Configuration).create(input)).rejects.toMatchObject({
        code: 'catalog.configurationInvalid',
        message: expect.stringMatching(message),
      })
    const many = t.system.mutate(Configuration).createMany([{ product: pump, choices: whole() as never }, input])
    await expect(many).rejects.toMatchObject({ code: 'catalog.configurationInvalid' })
  })

  it('never changes, but for its name', async () => {
    const { id } = await t.system.mutate(Configuration).create({ product: pump, choices: whole() as never })
    for (const patch of [{ choices: [] as never }, { hash: 'forged' }, { rules: [] as never }])
      await expect(t.update(Configuration, id, patch)).rejects.toMatchObject({ code: 'catalog.configurationFixed' })
    expect(await t.update(Configuration, id, { name: 'For the well' })).toMatchObject({ name: 'For the well' })
  })

  it('is seen by the partner or customer who made it, and by staff', async () => {
    const { id } = await t
      .as(buyer)
      .mutate(Configuration)
      .create({ product: pump, choices: whole() as never })
    expect(await t.as(buyer).find(Configuration, id)).toMatchObject({ id })
    expect(await t.as(seller).find(Configuration, id)).toMatchObject({ id })
    expect(await t.as(await t.actor('customer', { account: acme })).find(Configuration, id)).toBeNull()
  })
})

describe('the price of what was chosen', () => {
  let line: { account: Id; product: Id; quantity: string; date: string; currency: string }
  beforeAll(async () => {
    const tier = (await t.create(PriceTier, { discount: '10' })).id
    await t.create(AccountPricing, { account: acme, tier })
    for (const currency of ['EUR', 'USD']) {
      const book = (await t.create(PriceBook, { currency })).id
      await t.create(PriceBookEntry, { book, product: pump, unitPrice: '1000.005' })
    }
    await t.create(OptionPrice, { option: option.m55, currency: 'EUR', amount: '250.5' })
    await t.create(OptionPrice, { option: option.ceramic, percent: '12.5', currency: null, amount: null })
    await t.create(OptionPrice, { option: option.rubber, currency: 'EUR', amount: '-2000' })
    line = { account: acme, product: pump, quantity: '2', date: '2026-02-01', currency: 'EUR' }
  })

  it('tells each option as a step, before the discount of the tier', async () => {
    for (const actor of [seller, buyer]) {
      const { steps, amount } = await priceOf(t.as(actor), { ...line, choices: of('ceramic', 'm55') })
      expect(steps.map(({ kind, after }) => `${kind} ${after}`)).toEqual([
        'list 2000.01',
        'option 2501.01',
        'option 2751.01125',
        'tier 2475.910125',
        'rounding 2475.91',
      ])
      expect(amount).toEqual({ minor: 247_591n, currency: 'EUR' })
      expect(steps[1]?.rules.map(({ entity }) => entity)).toEqual(['optionPrice', 'productOption'])
      expect(steps.map(({ before }) => before)).toEqual([null, ...steps.slice(0, -1).map(({ after }) => after)])
    }
  })

  it.each([
    [
      'NOT_CONFIGURABLE',
      async () => ({
        ...line,
        product: (await t.create(Product, { releasedOn: '2020-01-01' })).id,
        choices: of('m55'),
      }),
    ],
    ['CONFIGURATION_INVALID', async () => ({ ...line, choices: of('m55', 'rubber') })],
    ['OPTION_PRICE_MISSING', async () => ({ ...line, currency: 'USD', choices: of('m55') })],
    ['PRICE_NEGATIVE', async () => ({ ...line, choices: of('rubber') })],
  ])('is refused with %s', async (code, asked) => {
    await expect(priceOf(t.as(seller), await asked())).rejects.toMatchObject({ code })
  })

  it('is told over GraphQL, alone and among others', async () => {
    const asked = {
      ...line,
      choices: [{ option: (option.m55 as string).toUpperCase() }, { feature: feature.flange, value: '200' }],
    }
    const fields = 'amount steps { kind after } exhausted { name }'
    const one = `query($account: ID!, $product: ID!, $quantity: Decimal!, $date: Date!, $currency: String!, $choices: [ChoiceInput!]) {
      priceOf(account: $account, product: $product, quantity: $quantity, date: $date, currency: $currency, choices: $choices) { ${fields} } }`
    const { priceOf: price } = await t.graphql<{ priceOf: unknown }>(buyer, one, asked)
    expect(price).toMatchObject({
      amount: '2250.91',
      steps: [{}, { kind: 'option', after: '2501.01' }, {}, {}],
      exhausted: [],
    })
    const many = `query($lines: [PriceLineInput!]!) { prices(lines: $lines) { price { ${fields} } refusal { code } } }`
    const lines = [asked, { ...asked, choices: of('m55', 'rubber') }, line]
    expect(await t.graphql(buyer, many, { lines })).toMatchObject({
      prices: [
        { price },
        { price: null, refusal: { code: 'CONFIGURATION_INVALID' } },
        { price: { amount: '1800.01' } },
      ],
    })
  })

  it('has no step for an option without a price', async () => {
    const { steps } = await priceOf(t.as(seller), { ...line, currency: 'USD', choices: of('m22', 'ceramic') })
    expect(steps.map(({ kind }) => kind)).toEqual(['list', 'option', 'tier', 'rounding'])
  })
})

describe('a model that makes no sense is refused', () => {
  const rejected = (write: Promise<unknown>, code: string) => expect(write).rejects.toMatchObject({ code })

  it('that nobody can satisfy', async () => {
    const product = await newPump()
    const impossible = {
      product,
      name: 'Never ceramic with 55 kW',
      type: 'excludes',
      when: [],
      options: [option.m22, option.m37, option.m55],
    }
    await rejected(t.create(ProductConstraint, impossible), 'catalog.unsatisfiable')
    // While it is not configurable it may be so; it does not become configurable then.
    await t.update(Product, product, { configurable: false })
    await t.create(ProductConstraint, impossible)
    await rejected(t.update(Product, product, { configurable: true }), 'catalog.unsatisfiable')
  })

  it('that a default is excluded from', async () => {
    await newPump()
    await t.update(ProductOption, option.rubber as Id, { isDefault: true })
    await rejected(t.update(ProductOption, option.m55 as Id, { isDefault: true }), 'catalog.defaultExcluded')
  })

  it('with a constraint on options or numbers of another product, or on deleted ones', async () => {
    const foreign = { ...option }
    const [foreignFlange] = [feature.flange]
    const product = await newPump()
    const base = { product, name: 'Foreign' }
    await rejected(
      t.create(ProductConstraint, { ...base, type: 'requires', when: [foreign.m22], options: [option.steel] }),
      'catalog.constraintForeign',
    )
    await rejected(
      t.create(ProductConstraint, { ...base, type: 'requires', options: [foreign.steel] }),
      'catalog.constraintForeign',
    )
    await rejected(
      t.create(ProductConstraint, { ...base, type: 'range', feature: foreignFlange, minValue: '100' }),
      'catalog.constraintForeign',
    )
    await rejected(
      t.create(ProductConstraint, { ...base, type: 'range', feature: feature.motor, minValue: '100' }),
      'catalog.constraintForeign',
    )
    await rejected(
      t.create(ProductConstraint, { ...base, type: 'excludes', when: [option.m22] }),
      'catalog.constraintEmpty',
    )
    await rejected(t.system.mutate(ProductOption).delete(option.ceramic as Id), 'catalog.constraintForeign')
    await rejected(t.create(ProductOption, { feature: feature.flange, code: 'wide' }), 'catalog.numberWithOptions')
  })

  it('also when two people make it so at the same time', async () => {
    const product = await newPump()
    const without = (name: string, options: readonly string[]) =>
      t.create(ProductConstraint, { product, name, type: 'excludes', options: options.map((one) => option[one]) })
    const outcomes = await Promise.allSettled([without('a', ['m22', 'm37']), without('b', ['m55'])])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('goes with its product', async () => {
    const product = await newPump()
    await t.system.mutate(Product).delete(product)
    expect(await t.system.list(ProductFeature, { where: { product: { eq: product } } })).toEqual([])
    expect(await t.system.list(ProductConstraint, { where: { product: { eq: product } } })).toEqual([])
    expect(await t.system.mutate(Product).restore(product)).toMatchObject({ configurable: false })
  })
})
