import { type Actor, type Context, type Id, Partner, storeFile } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { Asset, type PrmModel } from '../../model.ts'
import { addAssetVersion, type NewVersion } from '../versions/add-version.ts'

let titles = 0

/** An asset with a published version of a file, for everybody unless said otherwise. */
export async function publish(
  t: TestCrm,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  input: Readonly<Record<string, unknown>> = {},
  version: Partial<NewVersion> = {},
) {
  const { id } = await t.create(Asset, { title: `Asset ${++titles}`, ...input })
  return { asset: id, version: await nextVersion(t, id, { name, bytes }, version) }
}

/** A further version of an asset; partners get it unless said otherwise. */
export async function nextVersion(
  t: TestCrm,
  asset: Id,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  version: Partial<NewVersion> = {},
) {
  const { id: file } = await storeFile(t.system, { name, bytes })
  return addAssetVersion(t.system as Context<typeof PrmModel>, { asset, file, publish: true, ...version })
}

/** Gives a partner a picture as its logo. */
export async function giveLogo(t: TestCrm, partner: Id, bytes: Uint8Array): Promise<void> {
  const { id } = await storeFile(t.system, { name: 'logo.png', bytes })
  await t.update(Partner, partner, { prmLogo: id })
}

/** Hands a file in, as somebody. */
export const handIn = async (t: TestCrm, who: Actor, name: string, bytes: Uint8Array): Promise<Id> =>
  (await storeFile(t.as(who), { name, bytes })).id
