import fc from 'fast-check'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { InstalledGrant } from '../../plugin/assembly.ts'
import type { ActorKind } from '../actor.ts'
import type { AccessParts } from '../check-grants.ts'
import { compileAccess } from '../compile-access.ts'
import { customer, everyone, type Operation, partner, permission, staff, type Who } from '../grant.ts'
import { arbitraryRule } from './arbitrary-rule.ts'
import { shopAssembly, shopEntities } from './shop.ts'

const whos: readonly Who[] = [
  permission('shop:see'),
  permission('shop:see'),
  permission('shop:work'),
  staff(),
  customer(),
  everyone(),
  partner(),
  partner('admin'),
  partner('sales', 'finance'),
]

const operations: readonly Operation[] = ['read', 'create', 'update', 'delete']
const who = fc.constantFrom(...whos)
const isOutside = (kind: ActorKind): boolean => kind === 'partner' || kind === 'customer'

const written = (grant: Omit<InstalledGrant, 'source'>): InstalledGrant => ({ ...grant, source: 'test' })

function grantOf(entity: string): fc.Arbitrary<InstalledGrant> {
  const meta = shopAssembly.registry.entity(entity)
  const own = [...meta.fields.values()].filter((field) => field.plugin === 'shop').map((field) => field.name)
  const named = fc.subarray(own, { minLength: 1 })
  return who.chain((chosen) =>
    fc
      .record({
        type: fc.constant('allow' as const),
        plugin: fc.constant('shop'),
        entity: fc.constant(entity),
        operations: fc.oneof(
          { weight: 2, arbitrary: fc.constant(operations) },
          { weight: 1, arbitrary: fc.subarray([...operations], { minLength: 1 }) },
        ),
        who: fc.constant(chosen),
        fields: fc.oneof(
          fc.constant('all' as const),
          named,
          ...(chosen.kinds.some(isOutside) ? [] : [fc.constant(null)]),
        ),
        except: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: fc.subarray(own, { maxLength: 2 }) },
        ),
        where: fc.option(arbitraryRule(entity, 'shop'), { freq: 3 }),
      })
      .map(written),
  )
}

function narrowingOf(entity: string, plugin: string): fc.Arbitrary<InstalledGrant> {
  return fc
    .record({
      type: fc.constant('narrow' as const),
      plugin: fc.constant(plugin),
      entity: fc.constant(entity),
      operations: fc.oneof(fc.constant<Operation[]>(['read']), fc.subarray([...operations], { minLength: 1 })),
      who,
      fields: fc.constant(null),
      except: fc.constant([]),
      where: arbitraryRule(entity, plugin),
    })
    .map(written)
}

/** What another plugin may grant: its own field, without rows. */
function additionOf(entity: string): fc.Arbitrary<InstalledGrant> {
  return fc
    .record({
      type: fc.constant('allow' as const),
      plugin: fc.constant('extra'),
      entity: fc.constant(entity),
      operations: fc.subarray<Operation>(['read', 'create', 'update'], { minLength: 1 }),
      who,
      except: fc.constant([]),
      where: fc.constant(null),
      fields: fc.oneof(
        fc.constant('all' as const),
        fc.constant(entity === 'client' ? ['extraScore'] : ['extraMargin']),
      ),
    })
    .map(written)
}

/** Grants of the whole shop, many enough that most kinds of actor see something. */
export const arbitraryGrants: fc.Arbitrary<InstalledGrant[]> = fc
  .record({
    grants: fc.tuple(...shopEntities.map((entity) => fc.array(grantOf(entity), { minLength: 2, maxLength: 6 }))),
    narrowings: fc.array(
      fc
        .tuple(fc.constantFrom(...shopEntities), fc.constantFrom('shop', 'extra'))
        .chain(([entity, plugin]) => narrowingOf(entity, plugin)),
      { maxLength: 5 },
    ),
    additions: fc.array(fc.constantFrom('client', 'deal').chain(additionOf), { maxLength: 3 }),
  })
  .map(({ grants, narrowings, additions }) => usable([...grants.flat(), ...narrowings, ...additions]))

/** The shop with these grants. */
export const shopWith = (grants: readonly InstalledGrant[]): typeof shopAssembly => ({
  ...shopAssembly,
  grants: [...shopAssembly.grants, ...grants],
})

/** Leaves out rules that look where partners or customers can not, which boot refuses. */
function usable(grants: InstalledGrant[]): InstalledGrant[] {
  for (let rest = grants; ; ) {
    const broken = brokenGrant(shopWith(rest))
    if (!broken) return rest
    const culprit = rest.findLast(
      (grant) => grant.entity === broken.entity && grant.plugin === broken.plugin && looksElsewhere(grant),
    )
    if (!culprit) throw new Error(`No grant explains: ${broken.why}`)
    rest = rest.filter((grant) => grant !== culprit)
  }
}

const looksElsewhere = (grant: InstalledGrant): boolean =>
  JSON.stringify(grant.where, (_key, value) => (typeof value === 'bigint' ? String(value) : value)).includes('"exists"')

function brokenGrant(parts: AccessParts): Record<'entity' | 'plugin' | 'why', unknown> | null {
  try {
    compileAccess(parts)
    return null
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'ACCESS_RULE' && /may (not )?read/.test(error.message))
      return error.params as never
    throw error
  }
}
