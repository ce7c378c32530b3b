import type { Context } from '@tessera/core'
import { Product, StockLevel } from '@tessera/plugin-catalog/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { Dice } from '../random.ts'
import { type Day, demoDays } from '../sales/days.ts'
import { articles } from './range.ts'

const places = ['Västerås', 'Köln', '苏州'] as const

/** What warehouses have of what they keep: neither services nor what is made to order; some of it has run out. */
export async function seedStock(ctx: Context): Promise<void> {
  const [products, day] = [await idsByKey(ctx, Product), await demoDays(ctx)]
  const dice = new Dice(2_026)
  const kept = articles.filter(
    ({ category, sku, discontinuedDaysAgo }) => category !== 'services' && sku !== 'LQ-CX' && !discontinuedDaysAgo,
  )
  await upsertByKey(
    ctx,
    StockLevel,
    new Map(
      kept.flatMap(({ sku, price }) => {
        const gone = dice.chance(0.15)
        const most = Number(price) > 1000 ? 12 : Number(price) > 100 ? 60 : 400
        return places
          .filter((_, index) => index === 0 || dice.chance(0.7))
          .map(
            (location) =>
              [
                `${sku}-${location}`,
                {
                  product: need(products, sku),
                  location,
                  available: gone ? '0' : String(dice.int(0, most)),
                  asOf: new Date(`${day(0)}T04:00:00Z`),
                  restockOn: dice.chance(0.5) || gone ? restockDay(dice, day) : null,
                },
              ] as const,
          )
      }),
    ),
  )
}

const restockDay = (dice: Dice, day: Day): string => day(-dice.int(5, 90))
