import { type Context, type Id, sql } from '@tessera/core'
import { nameIn } from '@tessera/plugin-catalog'
import type { OrdersModel } from '../model.ts'

/** What was chosen in a configuration, in the words of a language and in the order of features: `Motor: 55 kW`. */
export type ConfigurationTexts = (language: string) => readonly string[]

interface Chosen {
  readonly feature: string
  readonly featureNames: Readonly<Record<string, string>>
  /** Null of a number, whose value is the text. */
  readonly option: string | null
  readonly optionNames: Readonly<Record<string, string>> | null
  readonly value: string
}

/** The words for what was chosen in configurations, by id. `ctx` has every right. */
export async function configurationTexts(
  ctx: Context<typeof OrdersModel>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, ConfigurationTexts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: Id; chosen: readonly Chosen[] }>`
    select c.id, json_agg(json_build_object('feature', f.name, 'featureNames', f.names, 'option', o.name, 'optionNames', o.names,
        'value', concat_ws(' ', chosen.choice ->> 'value', f.unit)) order by f.sort, f.name, o.sort, chosen.place) as chosen
    from crm.configuration c cross join lateral jsonb_array_elements(c.choices) with ordinality chosen(choice, place)
    join crm.product_feature f on f.id = (chosen.choice ->> 'feature')::uuid
    left join crm.product_option o on o.id = (chosen.choice ->> 'option')::uuid
    where c.id = any(${[...new Set(ids)]}::uuid[]) group by c.id`.execute(ctx.db)
  return new Map(rows.map(({ id, chosen }) => [id, (language) => chosen.map((one) => textOf(one, language))]))
}

function textOf({ feature, featureNames, option, optionNames, value }: Chosen, language: string): string {
  const chosen = option === null ? value : nameIn({ name: option, names: optionNames ?? {} }, language)
  return `${nameIn({ name: feature, names: featureNames }, language)}: ${chosen}`
}
