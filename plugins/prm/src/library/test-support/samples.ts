import { storeFile } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { Asset } from '../entities.ts'
import { picture } from './files.ts'
import { nextVersion } from './shelf.ts'

let samples = 0

/** Inputs of the library that the factory can not guess. */
export const librarySamples = {
  // Published it would need a version, which needs an asset.
  asset: async () => ({ title: `Sample ${++samples}`, status: 'draft', current: null, language: null }),
  assetVersion: async (t: TestCrm) => ({
    asset: (await t.create(Asset, { title: `Sample ${++samples}`, status: 'draft', current: null, language: null })).id,
    number: ++samples + 1,
    file: (await storeFile(t.system, { name: 'sample.png', bytes: await picture('png', 8, 8) })).id,
  }),
  assetPlace: async (t: TestCrm) => {
    const { id } = await t.create(Asset, { title: `Sample ${++samples}` })
    const version = await nextVersion(t, id, { name: 'sample.png', bytes: await picture('png', 8, 8) })
    return { assetVersion: version.id, left: '10', top: '10', width: '20', height: `${1 + (++samples % 50)}` }
  },
}

/** Versions come by `addAssetVersion`, the others by what they note; library.test.ts and co-branding.test.ts write them. */
export const libraryExceptions = ['assetDownload', 'assetVersion', 'coBrandedFile'] as const
