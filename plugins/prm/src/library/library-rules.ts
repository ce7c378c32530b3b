import { type Hook, type On, Reject, searchWords } from '@tessera/core'
import { followsPartner } from '../channel/follows-partner.ts'
import { Asset, AssetDownload, AssetPlace, AssetVersion, type PrmModel } from '../model.ts'

/** What is published has a file, places lie on their page, and downloads stay as they were noted. */
export const libraryRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(Asset).validate('save', { name: 'language', fields: ['language'] }, ({ row }) =>
    row.language && !isLanguage(row.language)
      ? [{ field: 'language', code: 'LANGUAGE', message: 'Write the language as a tag, such as en, zh or pt-BR.' }]
      : [],
  ),
  on(Asset).before(
    'save',
    { name: 'assetSearch', fields: ['title', 'titleZh', 'description', 'descriptionZh'] },
    ({ row }) => ({
      searchText: searchWords(row.title, row.titleZh, row.description, row.descriptionZh).slice(0, 10_000),
    }),
  ),
  on(Asset).before('save', { name: 'assetStatus', fields: ['status', 'current'] }, async ({ ctx, old, row }) => {
    if (row.status === 'published' && !row.current)
      throw new Reject('prm.assetEmpty', 'There is no version yet that partners could get. Add one, then publish.')
    if (row.current && row.current !== old?.current) {
      const version = await ctx.find(AssetVersion, row.current)
      if (version?.asset !== row.id)
        throw new Reject('prm.assetVersion', 'This is a version of another asset. Choose one of this asset.')
    }
    if (row.status === old?.status) return
    return {
      publishedAt: row.status === 'published' ? ctx.now() : (old?.publishedAt ?? null),
      withdrawnAt: row.status === 'withdrawn' ? ctx.now() : null,
    }
  }),
  on(Asset).after('save', { name: 'assetVersionPublished', fields: ['status', 'current'] }, async ({ ctx, row }) => {
    if (row.status !== 'published' || !row.current) return
    const system = ctx.asSystem('notes when a version was published')
    const version = await system.get(AssetVersion, row.current)
    if (version.publishedAt === null)
      await system.mutate(AssetVersion).update(version.id, { publishedAt: ctx.now() } as never)
  }),
  on(AssetVersion).before('delete', { name: 'currentVersion' }, async ({ ctx, row }) => {
    const asset = await ctx.find(Asset, row.asset)
    if (asset?.current === row.id)
      throw new Reject('prm.assetCurrent', 'Partners get this version. Make another one current, then delete it.')
  }),
  on(AssetPlace).before('save', { name: 'placeOnPage' }, async ({ ctx, row }) => {
    const version = await ctx.get(AssetVersion, row.assetVersion)
    if (!version.brandable)
      throw new Reject('prm.assetNotBrandable', 'Only PDFs without protection and pictures can carry a logo.')
    if (row.page > (version.pages ?? 1))
      throw new Reject('prm.assetPage', `The file has no page ${row.page}.`, { page: row.page })
    if (!liesInside(row)) throw new Reject('prm.assetPlace', 'The place must lie within the page.')
  }),
  // Who looks after the partner may change, nothing else.
  on(AssetDownload).before(
    'update',
    { name: 'downloadStays', fields: ['asset', 'assetVersion', 'partner', 'user', 'form', 'at'] },
    stays,
  ),
  on(AssetDownload).before('delete', { name: 'downloadIsKept' }, stays),
  ...followsPartner(on, AssetDownload),
]

function stays(): never {
  throw new Reject('prm.assetDownloadStays', 'A download stays as it was noted.')
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

type Place = Readonly<Record<'left' | 'top' | 'width' | 'height', string>>

export function liesInside({ left, top, width, height }: Place): boolean {
  const [x, y, wide, high] = [left, top, width, height].map(Number) as [number, number, number, number]
  return x >= 0 && y >= 0 && wide > 0 && high > 0 && x + wide <= 100 && y + high <= 100
}
