/** The files of a new plugin, by path: the anatomy every plugin has. `name` is like `visits` or `field-visits`. */
export function pluginFiles(name: string, coreVersion: string): Readonly<Record<string, string>> {
  const camel = name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase())
  const entity = camel.replace(/s$/, '')
  const Entity = entity.charAt(0).toUpperCase() + entity.slice(1)
  const Model = `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Model`
  const manifest = {
    name: `tessera-plugin-${name}`,
    version: '0.1.0',
    type: 'module',
    license: 'MIT',
    exports: { '.': './src/index.ts', './model': './src/model.ts' },
    peerDependencies: { '@tessera/core': coreVersion },
    devDependencies: { '@tessera/core': coreVersion, '@tessera/testing': coreVersion, vitest: '^5.1.1' },
  }
  return {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.md': `# ${name}\n\nWhat it adds: the entity \`${entity}\`.\n\n| permission | for |\n|---|---|\n| \`${camel}:use\` | reading and writing ${entity} records |\n\nSettings: none. Events: none.\n`,
    'src/model.ts': `import { entity, f, IdentityModel, model, User } from '@tessera/core'

export class ${Entity} extends entity('${entity}', {
  title: f.text({ max: 200 }).searchable(),
  owner: f.ref(User),
}, { visibility: { owner: 'owner' } }) {}

export class ${Model} extends model('${camel}', { needs: [IdentityModel], entities: [${Entity}] }) {}
`,
    'src/index.ts': `import { definePlugin, permission } from '@tessera/core'
import { ${Entity}, ${Model} } from './model.ts'

export default definePlugin(${Model})({
  version: '0.1.0',
  permissions: { '${camel}:use': 'Use ${name}' },
  access: ({ allow }) => [allow(${Entity}, ['read', 'create', 'update', 'delete'], permission('${camel}:use'))],
  hooks: ({ on }) => [on(${Entity}).before('save', ({ patch }) => (patch.title ? { title: patch.title.trim() } : undefined))],
  migrations: new URL('../migrations/', import.meta.url),
})
`,
    'src/index.test.ts': `import { createTestCrm } from '@tessera/testing'
import { expect, it } from 'vitest'
import plugin from './index.ts'
import { ${Entity} } from './model.ts'

it('shows people their own records', async () => {
  await using t = await createTestCrm({ plugins: [plugin()] })
  const ann = await t.actor('user', { permissions: { '${camel}:use': 'own' } })
  const own = await t.create(${Entity}, { owner: 'id' in ann ? ann.id : '' })
  await t.create(${Entity})
  expect((await t.as(ann).list(${Entity})).map((row) => row.id)).toEqual([own.id])
})
`,
  }
}
