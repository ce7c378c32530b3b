import type { EntityMeta } from '@tessera/core'
import { askAll } from './ask.ts'
import { type Crawl, plain } from './graphql-crawl.ts'
import type { Planted } from './plant-rows.ts'
import type { Member, Used } from './schema-map.ts'
import { type Person, shared } from './two-trees.ts'

const nowhere = '0190a1b2-0000-7000-8000-000000000000'

/** A mutation with a place for an id in it. */
interface Probe {
  readonly text: (id: string) => string
  readonly ids: readonly string[]
}

/**
 * Sends every mutation with ids of theirs, in each place that takes one: nothing may be written, and nothing may be said that is not said
 * of an id that there is not.
 */
export async function writeWithIds(crawl: Crawl, { browser }: Person, theirs: Planted): Promise<string[]> {
  const probes = crawl.schema.mutations.flatMap((mutation) => probesOf(crawl, mutation, theirs))
  const asked = probes.flatMap(({ text, ids }) => [nowhere, ...ids].map((id) => ({ text, id })))
  const answers = await askAll(
    browser,
    'mutation',
    asked.map(({ text, id }) => text(id)),
    // One at a time: a mutation that must have an answer and has none ends those behind it in the same document.
    1,
  )
  const findings: string[] = []
  let ofNobody = ''
  for (const [at, answer] of answers.entries()) {
    const { text, id } = asked[at] as (typeof asked)[number]
    // The other places of a mutation hold an id that there is not.
    const said = JSON.stringify(plain(answer, id)).replaceAll(nowhere, 'ID')
    if (id === nowhere) ofNobody = said
    else if (said !== ofNobody) findings.push(`${text(id)}: ${said} instead of ${ofNobody}`)
  }
  return findings
}

function probesOf(crawl: Crawl, { name, args, type }: Member, theirs: Planted): Probe[] {
  const entity = entityBehind(crawl, name, type)
  const selected = /Scalar|Enum/.test(type.kind) ? '' : '{ __typename }'
  const probes: Probe[] = []
  for (const arg of args) {
    const others = args.filter((other) => other !== arg && other.type.required)
    const rest = others.map((other) => `${other.name}: ${sample(crawl, other.type, 2)}`)
    const call = (literal: string): string => `${name}(${[`${arg.name}: ${literal}`, ...rest].join(', ')}) ${selected}`
    if (arg.type.name === 'ID') {
      const ids = idsFor(crawl, arg.name, entity, theirs)
      probes.push({ text: (id) => call(arg.type.list ? `["${id}"]` : `"${id}"`), ids })
    }
    for (const input of crawl.schema.type(arg.type.name).inputs) {
      if (input.type.name !== 'ID') continue
      const filled = crawl.schema
        .type(arg.type.name)
        .inputs.filter((other) => other !== input && other.type.required)
        .map((other) => `${other.name}: ${sample(crawl, other.type, 2)}`)
      const target = entity?.fields.get(input.name)?.target ?? undefined
      const ids = idsFor(crawl, input.name, target, theirs).slice(0, 2)
      const object = (id: string): string => {
        const inside = `{ ${[`${input.name}: ${input.type.list ? `["${id}"]` : `"${id}"`}`, ...filled].join(', ')} }`
        return arg.type.list ? `[${inside}]` : inside
      }
      probes.push({ text: (id) => call(object(id)), ids })
    }
  }
  return probes.filter(({ ids }) => ids.length > 0)
}

/** The entity a mutation is about: of `updateDealRegistration`, `submitDeal` and whatever answers with one. */
function entityBehind({ t }: Crawl, name: string, type: Used): EntityMeta | undefined {
  const all = [...t.crm.registry.entities.values()]
  const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
  return (
    all.find((entity) => entity.name === lower(type.name)) ??
    all.find((entity) => name.endsWith(entity.name.charAt(0).toUpperCase() + entity.name.slice(1)))
  )
}

/** Ids that fit an argument by its name, else of what the mutation is about, else one of everything. */
function idsFor({ t }: Crawl, name: string, about: EntityMeta | undefined, theirs: Planted): readonly string[] {
  const plainName = name.replace(/s$/, '').toLowerCase()
  const named = [...t.crm.registry.entities.keys()].filter(
    (entity) =>
      entity.toLowerCase() === plainName || (plainName.length > 3 && entity.toLowerCase().includes(plainName)),
  )
  const chosen = named.length > 0 ? named : about ? [about.name] : [...theirs.keys()]
  return chosen
    .filter((entity) => !shared.has(entity))
    .flatMap((entity) => theirs.get(entity)?.slice(0, 8) ?? [])
    .slice(0, 40)
}

/** A value that a type takes, as short as can be. */
function sample(crawl: Crawl, { name, kind, list }: Used, depth: number): string {
  const one = (): string => {
    const { values, inputs } = crawl.schema.type(name)
    if (values.length > 0) return values[0] as string
    if (kind === 'GraphQLInputObjectType') {
      const inside = inputs.filter((input) => input.type.required && depth > 0)
      return `{ ${inside.map((input) => `${input.name}: ${sample(crawl, input.type, depth - 1)}`).join(', ')} }`
    }
    return literals[name] ?? '"x"'
  }
  return list ? `[${one()}]` : one()
}

const literals: Readonly<Record<string, string>> = {
  ID: `"${nowhere}"`,
  Int: '1',
  Float: '1',
  Boolean: 'true',
  Decimal: '"1"',
  Percent: '"1"',
  Date: '"2026-12-01"',
  DateTime: '"2026-12-01T10:00:00Z"',
  JSON: '{}',
  Duration: '1',
}
