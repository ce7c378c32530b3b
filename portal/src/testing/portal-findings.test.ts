import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { definePlugin, model } from '@tessera/core'
import { expect, it } from 'vitest'
import { notes } from '../test-support/notes/index.ts'
import { portalFindings } from './portal-findings.ts'

it('finds nothing in a plugin whose pages ask and say what there is', async () => {
  expect(await portalFindings({ plugins: [notes()] })).toEqual([])
})

it('finds operations that the schema does not have, and texts that are missing, differ, or were never written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-findings-'))
  const file = async (name: string, text: string): Promise<URL> => {
    await writeFile(join(folder, name), text)
    return pathToFileURL(join(folder, name))
  }
  await file('broken.operations.ts', "export const Users = { document: '{ users { nodes { nam } } }' }")
  class Broken extends model('broken', { entities: [] }) {}
  const broken = definePlugin(Broken)({
    portal: {
      pages: { '/broken': { entry: await file('broken.astro', "<p>{t('broken.unwritten')}</p>") } },
      nav: [{ label: 'broken.nav', page: '/broken', group: 'portal.nav.sell' }],
      translations: {
        en: await file('en.json', '{ "broken.a": "A", "broken.b": "{count} of them" }'),
        zh: await file('zh.json', '{ "broken.b": "{number} 个" }'),
      },
    },
  })
  try {
    expect(await portalFindings({ plugins: [broken()] })).toEqual([
      expect.stringMatching(/broken\.operations\.ts Users: Cannot query field "nam" on type "User"/),
      'broken.a: missing in zh',
      'broken.b: its {places} differ between languages',
      'broken.nav: named by the navigation, translated nowhere',
      expect.stringMatching(/^broken\.unwritten: named in .*broken\.astro, translated nowhere$/),
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
