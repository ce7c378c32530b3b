import { type Context, type Id, Reject, storeFile } from '@tessera/core'
import { holds } from '../../channel/holds.ts'
import { AssetVersion, type PrmModel } from '../../model.ts'
import { readWholeFile } from '../versions/read-whole-file.ts'
import { brandOf } from './brand.ts'
import { placesOf } from './co-brand.ts'
import { putBrand } from './put-brand.ts'

const samples = {
  en: [
    'Your partner Ltd',
    ['1 Sample Street', 'Sampletown', '+49 221 5550100 · hello@partner.example', 'partner.example'],
  ],
  zh: ['示例伙伴有限公司', ['示例路 1 号', '上海', '+86 21 5550 0100 · hello@partner.example', 'partner.example']],
} as const

/** A version with a made-up brand on it, for staff who set its places. @returns the id of a file that only they see, for a day */
export async function sampleCoBrand(ctx: Context<typeof PrmModel>, version: Id, language: 'en' | 'zh'): Promise<Id> {
  if (!holds(ctx.actor, 'prm:library'))
    throw new Reject('prm.sampleForStaff', 'Samples are for who fills the library. Take the file with your own logo.')
  const { file } = await ctx.get(AssetVersion, version)
  const places = await placesOf(ctx, version)
  const material = await readWholeFile(ctx, file)
  const [name, lines] = samples[language]
  const brand = await brandOf(name, lines, await sampleLogo())
  const bytes = await putBrand(material, places, brand)
  return (await storeFile(ctx, { name: `sample ${material.name}`, bytes })).id
}

/** A plain mark, twice as wide as high. */
async function sampleLogo(): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const mark = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" rx="40" fill="#c2410c"/>
    <circle cx="150" cy="150" r="90" fill="#fff"/><path d="M280 90h250v36H280zm0 84h180v36H280z" fill="#fff"/></svg>`
  return sharp(Buffer.from(mark)).png().toBuffer()
}
