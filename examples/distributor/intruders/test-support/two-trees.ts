import { Partner, type PortalHost, storeFile } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import type { TestServer } from '@tessera/testing/server'
import { Demo, type Firm } from './open-demo.ts'
import { dropRowRules, type Planted, plantRows } from './plant-rows.ts'

export { type Person, roles } from './open-demo.ts'

/** What is the same for all partners: the range, and the ladder they climb. Everything else is somebody's. */
export const shared: ReadonlySet<string> = new Set([
  'category',
  'product',
  'bundleItem',
  'productTranslation',
  'productMedium',
  'productFeature',
  'productOption',
  'productConstraint',
  'optionPrice',
  'stockLevel',
  'partnerProgram',
  'programTier',
  'tierRuleSet',
  'tierRequirement',
  'certification',
])

/** A firm of which every row carries a mark. */
export interface MarkedFirm extends Firm {
  readonly mark: string
  readonly planted: Planted
}

/** The demo of the quick start, and beside it a distributor elsewhere, with a reseller, whose rows are marked. */
export interface TwoTrees extends AsyncDisposable {
  readonly t: TestCrm
  readonly server: TestServer
  readonly portal: PortalHost
  /** Rheinfluid of the demo, a distributor with three resellers. */
  readonly ours: Firm
  readonly theirs: MarkedFirm
  readonly theirReseller: MarkedFirm
  /** Entities without a row of theirs, with the reason. */
  readonly failed: ReadonlyMap<string, string>
}

export async function openTwoTrees(): Promise<TwoTrees> {
  const demo = await Demo.open()
  const { t, server, portal } = demo
  const ours = await demo.firm(await demo.partner('Rheinfluid'), 'ours.example')

  await dropRowRules(t)
  const common = (await plantRows(t, { mark: 'COMMON', given: new Map(), only: shared })).planted
  const failed = new Map<string, string>()
  const marked = async (mark: string, parent?: string): Promise<MarkedFirm> => {
    const { id } = await t.create(Partner, { name: `${mark} Distribution`, ...(parent && { parent }) })
    const own = await demo.firm(id, `${mark}.example`.toLowerCase(), ['admin', 'sales'])
    const { admin } = own.people
    const bytes = Buffer.from(`${mark};${mark}\n1;2\n`)
    const file = await storeFile(t.as(admin.actor), { name: `${mark} proof.csv`, bytes })
    const people = Object.values(own.people).map((person) => person.id)
    const given = new Map([...common, ['partner', [id]], ['user', people], ['storedFile', [file.id]]])
    const grown = await plantRows(t, { mark, given })
    for (const [entity, reason] of grown.failed) failed.set(entity, reason)
    return { ...own, mark, planted: grown.planted }
  }
  const theirs = await marked('QXB7')
  const theirReseller = await marked('QXC9', theirs.id)
  return {
    t,
    server,
    portal,
    ours,
    theirs,
    theirReseller,
    failed,
    [Symbol.asyncDispose]: () => t.close(),
  }
}
