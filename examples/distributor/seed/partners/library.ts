import { type Context, Partner, PartnerMember, storeFile, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { addAssetVersion } from '@tessera/plugin-prm'
import { Asset, AssetDownload, AssetPlace, AssetVersion } from '@tessera/plugin-prm/model'
import { demo, idsByKey, need } from '../keys.ts'
import { type DemoAsset, demoAssets } from './material/list.ts'
import { partnerLogo, partnersWithLogo } from './material/pictures.ts'

const reach: Readonly<Record<(typeof partnersWithLogo)[number], Readonly<Record<string, string>>>> = {
  rheinfluid: {
    prmWebsite: 'https://rheinfluid.example',
    prmEmail: 'info@rheinfluid.example',
    prmPhone: '+49 221 5550140',
  },
  huadong: {
    prmWebsite: 'https://huadong-liuti.example',
    prmEmail: 'sales@huadong-liuti.example',
    prmPhone: '+86 21 5550 0188',
  },
  'delta-pompen': {
    prmWebsite: 'https://delta-pompen.example',
    prmEmail: 'info@delta-pompen.example',
    prmPhone: '+31 10 808 0144',
  },
}

/** What partners sell with, made here and now; logos of some of them, and who took what. */
export async function seedLibrary(ctx: Context): Promise<void> {
  const [known, partners, lines] = [
    await idsByKey(ctx, Asset),
    await idsByKey(ctx, Partner),
    await idsByKey(ctx, Category),
  ]
  for (const key of partnersWithLogo) {
    const partner = await ctx.get(Partner, need(partners, key))
    if ((partner as { prmLogo?: unknown }).prmLogo) continue
    const { id } = await storeFile(ctx, { name: `${key}.png`, bytes: await partnerLogo(key) })
    await ctx.mutate(Partner).update(partner.id, { ...reach[key], prmLogo: id } as never)
  }
  for (const one of demoAssets) if (!known.has(one.key)) await addAsset(ctx, one, lines)
}

async function addAsset(ctx: Context, one: DemoAsset, lines: ReadonlyMap<string, string>): Promise<void> {
  const { id } = await ctx.mutate(Asset).create({
    ...one.asset,
    externalKeys: { [demo]: one.key },
    categories: one.lines.map((line) => need(lines, line)),
    ...(one.rank === undefined ? {} : { minimumRank: one.rank }),
  } as never)
  let current = ''
  const publishedAt = before(ctx, one.daysAgo ?? 75)
  for (const { name, notes, make } of one.versions) {
    const { id: file } = await storeFile(ctx, { name, bytes: await make() })
    const version = await addAssetVersion(ctx as never, {
      asset: id,
      file,
      notes: notes ?? null,
      publish: one.draft !== true,
    })
    current = version.id
    if (!one.draft) await ctx.mutate(AssetVersion).update(version.id, { publishedAt } as never)
  }
  if (!one.draft) await ctx.mutate(Asset).update(id, { publishedAt } as never)
  if (one.place) await ctx.mutate(AssetPlace).create({ assetVersion: current, ...one.place } as never)
  await addDownloads(ctx, id, current, one.taken ?? {})
}

/** Downloads of the last weeks, spread in a way that looks like people. */
async function addDownloads(
  ctx: Context,
  asset: string,
  assetVersion: string,
  taken: NonNullable<DemoAsset['taken']>,
): Promise<void> {
  const users = await idsByKey(ctx, User)
  const rows = []
  for (const [key, counts] of Object.entries(taken)) {
    const user = need(users, key)
    const [member] = await ctx.list(PartnerMember, { where: { user: { eq: user } }, limit: 1 })
    if (!member) continue
    for (const [index, form] of (['original', 'coBranded'] as const).entries())
      for (let time = 0; time < (counts[index] ?? 0); time++)
        rows.push({
          asset,
          assetVersion,
          partner: member.partner,
          user,
          form,
          at: before(ctx, 3 + index * 5 + time * 9),
        })
  }
  if (rows.length > 0) await ctx.mutate(AssetDownload).createMany(rows as never)
}

/** So many days ago, while people work. */
function before(ctx: Context, days: number): Date {
  const day = new Date(ctx.now().getTime() - days * 86_400_000)
  day.setUTCHours(8 + (days % 9), (days * 17) % 60, 0, 0)
  return day
}
