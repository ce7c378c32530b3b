import { all, any, type Grant, Partner, partner, permission, type Rule, type RuleScope } from '@tessera/core'
import type { Kit } from '../access.ts'
import { inAudience } from '../audience/audience.ts'
import { Asset, AssetDownload, AssetPlace, AssetVersion, CoBrandedFile } from './entities.ts'

export const libraryPermissions = {
  'prm:library': { en: 'Fill the partner library, and see who takes what', zh: '管理伙伴资料库并查看下载情况' },
} as const

/** What a partner sees of a download: not who looks after it. */
const noted = ['asset', 'assetVersion', 'partner', 'user', 'form', 'at'] as const

/**
 * Of an asset that is for it a partner sees the current version, and of that everything: a file is seen as far as the row it belongs to, so
 * one that is withdrawn or replaced is gone at once. Downloads and co-branded files are written by the system.
 */
export const libraryAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('prm:read')
  const write = permission('prm:library')
  return [
    ...([Asset, AssetVersion, AssetPlace] as const).map((entity) => allow(entity, 'read', read)),
    ...([Asset, AssetVersion, AssetPlace, AssetDownload, CoBrandedFile] as const).map((entity) =>
      allow(entity, 'read', write),
    ),
    allow(Asset, ['create', 'update', 'delete'], write),
    allow(AssetVersion, ['update', 'delete'], write),
    allow(AssetPlace, ['create', 'update', 'delete'], write),

    allow(Asset, 'read', partner(), {
      fields: [
        'title',
        'titleZh',
        'description',
        'descriptionZh',
        'kind',
        'language',
        'categories',
        'publishedAt',
        'current',
        'searchText',
      ],
      where: (scope) => all(scope.row.status.eq('published'), inAudience(scope as never), ofOwnType(scope as never)),
    }),
    allow(AssetVersion, 'read', partner(), {
      fields: ['asset', 'number', 'file', 'preview', 'notes', 'publishedAt', 'pages', 'width', 'height', 'brandable'],
      where: ({ row, exists }) => exists(Asset, (asset) => all(asset.id.eq(row.asset), asset.current.eq(row.id))),
    }),
    allow(AssetPlace, 'read', partner(), { fields: 'all', where: ({ row }) => row.assetVersion.readable() }),
    allow(AssetDownload, 'read', partner(), {
      fields: noted,
      where: ({ row, actor }) => row.user.eq(actor.id).and(row.partner.eq(actor.partner)),
    }),
    allow(AssetDownload, 'read', partner('admin'), {
      fields: noted,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(CoBrandedFile, 'read', partner(), {
      fields: ['assetVersion', 'partner', 'file'],
      where: ({ row, actor }) => all(row.partner.eq(actor.partner), row.assetVersion.readable()),
    }),
  ]
}

/** The asset is for all types of partners, or for that of the partner somebody works for. */
function ofOwnType({ row, actor, exists }: RuleScope<(typeof Asset)['fields']>): Rule {
  return any(
    row.partnerType.isNull(),
    exists(Partner, (own) =>
      own.id
        .eq(actor.partner)
        .and((own as unknown as { prmType: { eq(type: unknown): Rule } }).prmType.eq(row.partnerType)),
    ),
  )
}
