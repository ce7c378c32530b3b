import type { Context } from '@tessera/core'
import { OptionPrice, Product, ProductConstraint, ProductFeature, ProductOption } from '@tessera/plugin-catalog/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'

const sku = 'LQ-CX'

const features: readonly {
  readonly code: string
  readonly name: string
  readonly zh: string
  readonly more?: Readonly<Record<string, unknown>>
  readonly options: readonly (readonly [
    code: string,
    name: string,
    zh: string | null,
    eur: string | null,
    usd: string | null,
  ])[]
}[] = [
  {
    code: 'motor',
    name: 'Motor',
    zh: '电机',
    options: [
      ['22kw', '22 kW', null, null, null],
      ['37kw', '37 kW', null, '850', '950'],
      ['55kw', '55 kW', null, '2090', '2330'],
    ],
  },
  {
    code: 'casing',
    name: 'Casing',
    zh: '泵壳',
    options: [
      ['iron', 'Cast iron', '铸铁', null, null],
      ['steel', 'Stainless steel', '不锈钢', '1640', '1830'],
      ['duplex', 'Duplex steel', '双相钢', '3980', '4440'],
    ],
  },
  {
    code: 'seal',
    name: 'Shaft seal',
    zh: '轴封',
    options: [
      ['single', 'Single seal', '单端面密封', null, null],
      ['double', 'Double seal', '双端面密封', '520', '580'],
      ['magnetic', 'Magnetic coupling', '磁力联轴器', '1890', '2110'],
    ],
  },
  {
    code: 'extras',
    name: 'Extras',
    zh: '附加选项',
    more: { minChosen: 0, maxChosen: 3 },
    options: [
      ['converter', 'Frequency converter', '变频器', '1320', '1470'],
      ['heating', 'Heating jacket', '加热夹套', '640', '715'],
      ['atex', 'For explosive atmospheres (ATEX)', '防爆型（ATEX）', null, null],
    ],
  },
  {
    code: 'flange',
    name: 'Flange',
    zh: '法兰',
    more: { type: 'number', minValue: '80', maxValue: '300', step: '20', unit: 'mm' },
    options: [],
  },
]

const constraints: readonly {
  readonly key: string
  readonly name: string
  readonly rule: (id: (code: string) => string) => object
}[] = [
  {
    key: 'motor-flange',
    name: '55 kW needs a flange of 200 mm or more',
    rule: (id) => ({ type: 'range', when: [id('55kw')], feature: id('flange'), minValue: '200' }),
  },
  {
    key: 'small-flange',
    name: '22 kW goes with a flange of up to 180 mm',
    rule: (id) => ({ type: 'range', when: [id('22kw')], feature: id('flange'), maxValue: '180' }),
  },
  {
    key: 'magnet',
    name: 'A magnetic coupling needs a steel casing',
    rule: (id) => ({ type: 'requires', when: [id('magnetic')], options: [id('steel'), id('duplex')] }),
  },
  {
    key: 'atex-seal',
    name: 'ATEX needs a double seal or a magnetic coupling',
    rule: (id) => ({ type: 'requires', when: [id('atex')], options: [id('double'), id('magnetic')] }),
  },
  {
    key: 'atex-heating',
    name: 'No heating jacket in explosive atmospheres',
    rule: (id) => ({ type: 'excludes', when: [id('atex')], options: [id('heating')] }),
  },
  {
    key: 'heating-iron',
    name: 'A heating jacket does not fit cast iron',
    rule: (id) => ({ type: 'excludes', when: [id('heating')], options: [id('iron')] }),
  },
]

/** A pump that is made to order: its features, what goes together, and what options cost. */
export async function seedProcessPump(ctx: Context): Promise<void> {
  const product = need(await idsByKey(ctx, Product), sku)
  const ids = new Map<string, string>()
  const add = (made: ReadonlyMap<string, string>): void => made.forEach((id, key) => void ids.set(key, id))
  add(
    await upsertByKey(
      ctx,
      ProductFeature,
      new Map(
        features.map(({ code, name, zh, more }, sort) => [code, { product, code, name, names: { zh }, sort, ...more }]),
      ),
    ),
  )
  add(
    await upsertByKey(
      ctx,
      ProductOption,
      new Map(
        features.flatMap(({ code: feature, options }) =>
          options.map(([code, name, zh], sort) => [
            code,
            {
              feature: need(ids, feature),
              code,
              name,
              names: zh ? { zh } : {},
              sort,
              isDefault: sort === 0 && feature !== 'extras',
            },
          ]),
        ),
      ),
    ),
  )
  await upsertByKey(
    ctx,
    ProductConstraint,
    new Map(constraints.map(({ key, name, rule }) => [key, { product, name, ...rule((code) => need(ids, code)) }])),
  )
  const prices = features.flatMap(({ options }) =>
    options.flatMap(([code, , , eur, usd]) =>
      eur && usd
        ? ([
            [code, 'EUR', eur],
            [code, 'USD', usd],
          ] as const)
        : [],
    ),
  )
  await upsertByKey(
    ctx,
    OptionPrice,
    new Map<string, Record<string, unknown>>([
      ...prices.map(
        ([code, currency, amount]) =>
          [`${code}-${currency}`, { option: need(ids, code), currency, amount, percent: null }] as const,
      ),
      ['atex', { option: need(ids, 'atex'), percent: '12.5', currency: null, amount: null }],
    ]),
  )
  await upsertByKey(ctx, Product, new Map([[sku, { sku, name: 'Process pump CX, made to order', configurable: true }]]))
}
