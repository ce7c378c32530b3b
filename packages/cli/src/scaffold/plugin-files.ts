/** The name of a plugin in code: `field-visits` is `fieldVisits`. */
export const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase())

/** The files of a new plugin, by path: the anatomy every plugin has. `name` is like `visits` or `field-visits`. */
export function pluginFiles(name: string, version: string): Readonly<Record<string, string>> {
  const plugin = camelCase(name)
  const entity = singular(plugin)
  const names = { name, plugin, entity, Entity: capital(entity), Model: `${capital(plugin)}Model` }
  return {
    'package.json': `${JSON.stringify(manifest(name, version), null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(compiler, null, 2)}\n`,
    'README.md': readme(names),
    'src/model.ts': modelFile(names),
    'src/index.ts': indexFile(names),
    'src/index.test.ts': testFile(names),
  }
}

interface Names {
  readonly name: string
  readonly plugin: string
  readonly entity: string
  readonly Entity: string
  readonly Model: string
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

// Words such as «news», «status» and «access» are no plurals.
function singular(plugin: string): string {
  const entity = plugin.replace(/ies$/, 'y').replace(/(?<![siuw])s$/, '')
  // Of a plugin «news» the entity is «newsEntry»: one word can not name both in the same file.
  return entity === plugin ? `${plugin}Entry` : entity
}

const manifest = (name: string, version: string) => ({
  name: `tessera-plugin-${name}`,
  version: '0.1.0',
  type: 'module',
  license: 'MIT',
  exports: { '.': './src/index.ts', './model': './src/model.ts' },
  scripts: { check: 'tsc', test: 'vitest run' },
  peerDependencies: { '@tessera/core': version },
  devDependencies: {
    '@tessera/core': version,
    '@tessera/testing': version,
    '@types/node': '^24.0.0',
    typescript: '^7.0.0',
    vitest: '^5.1.1',
  },
})

const compiler = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src', 'migrations'],
}

const readme = ({ name, plugin, entity }: Names): string => `# ${name}

Adds the entity \`${entity}\`.

| permission | for |
|---|---|
| \`${plugin}:use\` | reading and writing ${entity} records |

Settings: none. Events: none.
`

const modelFile = ({
  plugin,
  entity,
  Entity,
  Model,
}: Names): string => `import { entity, f, IdentityModel, model, User } from '@tessera/core'

export class ${Entity} extends entity(
  '${entity}',
  {
    title: f.text({ max: 200 }).searchable(),
    owner: f.ref(User),
  },
  { visibility: { owner: 'owner' } },
) {}

export class ${Model} extends model('${plugin}', { needs: [IdentityModel], entities: [${Entity}] }) {}
`

const indexFile = ({
  name,
  plugin,
  Entity,
  Model,
}: Names): string => `import { definePlugin, permission } from '@tessera/core'
import { ${Entity}, ${Model} } from './model.ts'

export default definePlugin(${Model})({
  version: '0.1.0',
  permissions: { '${plugin}:use': 'Use ${name}' },
  access: ({ allow }) => [allow(${Entity}, ['read', 'create', 'update', 'delete'], permission('${plugin}:use'))],
  hooks: ({ on }) => [
    on(${Entity}).before('save', ({ patch }) => (patch.title ? { title: patch.title.trim() } : undefined)),
  ],
  migrations: new URL('../migrations/', import.meta.url),
})
`

// The first test of a model makes the image of its database, which takes longer than Vitest waits by itself.
const testFile = ({ plugin, Entity }: Names): string => `import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import ${plugin} from './index.ts'
import { ${Entity} } from './model.ts'

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [${plugin}()] })
}, 60_000)
afterAll(() => t?.close())

it('shows people their own records and nobody else’s', async () => {
  const ann = await t.actor('user', { permissions: { '${plugin}:use': 'own' } })
  const own = await t.create(${Entity}, { owner: 'id' in ann ? ann.id : '' })
  await t.create(${Entity})
  expect((await t.as(ann).list(${Entity})).map((row) => row.id)).toEqual([own.id])
})

it('keeps titles without blanks around them', async () => {
  expect(await t.create(${Entity}, { title: ' First ' })).toMatchObject({ title: 'First' })
})
`
