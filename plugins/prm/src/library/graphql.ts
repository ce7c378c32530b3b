import type { GraphqlKit } from '@tessera/core'
import { AssetVersion, type PrmModel } from '../model.ts'
import { coBrandAsset } from './branding/co-brand.ts'
import { sampleCoBrand } from './branding/sample-brand.ts'
import { downloadAsset } from './downloads/note-download.ts'
import { addAssetVersion } from './versions/add-version.ts'

const languageOf = (language: string | null | undefined): 'en' | 'zh' => (language?.startsWith('zh') ? 'zh' : 'en')

/** `addAssetVersion`, `downloadAsset`, `coBrandAsset`, `sampleCoBrand`. Bytes are at `/files/<id>` of what they give. */
export function libraryFields(kit: GraphqlKit<typeof PrmModel>): void {
  kit.mutation('addAssetVersion', {
    type: kit.ref(AssetVersion),
    nullable: false,
    description:
      'Makes a file that you handed in the next version of an asset. Places for a logo come along from the version before.',
    args: (arg) => ({
      asset: arg.id({ required: true }),
      file: arg.id({ required: true }),
      notes: arg.string(),
      cover: arg.id({ description: 'A picture to show it by, where the file gives none.' }),
      publish: arg.boolean({ description: 'Partners get it from now on.' }),
    }),
    resolve: ({ asset, file, notes, cover, publish }, ctx) =>
      addAssetVersion(ctx, { asset, file, notes: notes ?? null, cover: cover ?? null, publish: publish === true }),
  })
  kit.mutation('downloadAsset', {
    type: 'ID',
    nullable: false,
    description: 'The file of a version. That somebody at a partner took it is noted.',
    args: (arg) => ({ version: arg.id({ required: true }) }),
    resolve: ({ version }, ctx) => downloadAsset(ctx, version),
  })
  kit.mutation('coBrandAsset', {
    type: 'ID',
    nullable: false,
    description: 'The file of a version with the logo and address of the partner you act for.',
    args: (arg) => ({
      version: arg.id({ required: true }),
      location: arg.id({
        description: 'One of your own locations; its address stands there instead of the profile’s.',
      }),
      language: arg.string(),
    }),
    resolve: ({ version, location, language }, ctx) =>
      coBrandAsset(ctx, { version, location: location ?? null, language: languageOf(language) }),
  })
  kit.mutation('sampleCoBrand', {
    type: 'ID',
    nullable: false,
    description: 'For staff: the file of a version with a made-up logo and address in its places.',
    args: (arg) => ({ version: arg.id({ required: true }), language: arg.string() }),
    resolve: ({ version, language }, ctx) => sampleCoBrand(ctx, version, languageOf(language)),
  })
}
