import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How many plugins in a row need each other. Real ones stay below ten; beyond some thirty the compiler's depth limit (TS2589) ends it. */
const chain = 10

/** The plugin that plugin `p` needs; the first of a chain needs none. */
const neededBy = (p: number): number | null => (p % chain === 0 ? null : p - 1)

/**
 * Writes packages of plugins in chains of ten that need each other, with fields of most kinds, refs across packages and an extension
 * of the neighbour; and an application that uses rows of all of them.
 */
export function writePlugins(folder: string, plugins: number, entities: number): void {
  for (let p = 0; p < plugins; p++) {
    const place = join(folder, `plugin-${p}`)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'index.ts'), pluginSource(p, entities))
  }
  writeFileSync(join(folder, 'application.ts'), applicationSource(plugins))
}

function pluginSource(p: number, entities: number): string {
  const previous = neededBy(p)
  const before =
    previous !== null ? `import { P${p - 1}Model, P${p - 1}Thing0 } from '../plugin-${p - 1}/index.ts'\n` : ''
  const classes = Array.from({ length: entities }, (_, e) => {
    const target = e > 0 ? `P${p}Thing${e - 1}` : previous !== null ? `P${previous}Thing0` : ''
    return `export class P${p}Thing${e} extends entity('p${p}Thing${e}', {
  title: f.text({ max: 200 }).searchable(),
  status: f.enum(['open', 'won', 'lost']).default('open'),
  amount: f.money().nullable(),
  due: f.date().nullable(),
  seen: f.instant().nullable(),
  count: f.int().default(0),
  rate: f.decimal(10, 2).nullable(),
  email: f.email().nullable(),
  owner: f.ref(User),${target ? `\n  before: f.ref(${target}).nullable(),` : ''}
}, { visibility: { owner: 'owner' } }) {}`
  })
  const names = Array.from({ length: entities }, (_, e) => `P${p}Thing${e}`).join(', ')
  const extend = previous !== null ? `, extend: [P${p - 1}Thing0.with({ mark: f.enum(['a', 'b']).nullable() })]` : ''
  return `import { definePlugin, entity, f, IdentityModel, model, permission, User } from '@tessera/core'
${before}
${classes.join('\n\n')}

export class P${p}Model extends model('p${p}', { needs: [IdentityModel${previous !== null ? `, P${previous}Model` : ''}], entities: [${names}]${extend} }) {}

export default definePlugin(P${p}Model)({
  permissions: { 'p${p}:use': 'Use' },
  access: ({ allow }) => [allow(P${p}Thing0, 'read', permission('p${p}:use'), { where: ({ row, actor }) => row.owner.eq(actor.id) })],
  hooks: ({ on }) => [on(P${p}Thing0).before('save', ({ row }) => ({ title: row.title.trim() }))${previous !== null ? `, on(P${previous}Thing0).after('update', ({ row }) => void row.p${p}Mark)` : ''}],
})
`
}

function applicationSource(plugins: number): string {
  const numbers = Array.from({ length: plugins }, (_, p) => p)
  const imports = numbers
    .map((p) => `import p${p}, { P${p}Model, P${p}Thing0 } from './plugin-${p}/index.ts'`)
    .join('\n')
  const uses = numbers
    .filter((p) => p + 1 < plugins && neededBy(p + 1) === p)
    .map(
      (p) =>
        `export const mark${p} = (row: RowIn<typeof P${Math.min(plugins - 1, p - (p % chain) + chain - 1)}Model, typeof P${p}Thing0>): 'a' | 'b' | null => row.p${p + 1}Mark`,
    )
    .join('\n')
  return `import { defineCrm, type RowIn } from '@tessera/core'
${imports}

export default defineCrm({ plugins: [${numbers.map((p) => `p${p}()`).join(', ')}] })
${uses}
void [${numbers.map((p) => `P${p}Model`).join(', ')}]
`
}
