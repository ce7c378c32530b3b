import { type Actor, Partner, PartnerMember, type PortalHost, Role, RoleAssignment, User } from '@tessera/core'
import { openTestPortal } from '@tessera/portal/testing'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { seedAccounts } from '../../seed/accounts.ts'
import { seedExchangeRates } from '../../seed/catalog/exchange-rates.ts'
import { seedPrices } from '../../seed/catalog/prices.ts'
import { seedProcessPump } from '../../seed/catalog/process-pump.ts'
import { seedProducts } from '../../seed/catalog/products.ts'
import { seedStock } from '../../seed/catalog/stock.ts'
import { seedAnnouncements } from '../../seed/partners/announcements.ts'
import { seedDeals } from '../../seed/partners/deals.ts'
import { seedProgrammes } from '../../seed/partners/programmes.ts'
import { seedPartners } from '../../seed/partners.ts'
import { seedPartnerOrders } from '../../seed/sales/partner-orders.ts'
import { seedPipeline } from '../../seed/sales/pipeline.ts'
import { seedQuotes } from '../../seed/sales/quotes.ts'
import { seedStaff } from '../../seed/staff.ts'
import config from '../../tessera.config.ts'

export const roles = ['admin', 'sales', 'service', 'finance'] as const
export type PartnerRole = (typeof roles)[number]

/** Somebody at a partner, in front of the portal. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly role: PartnerRole
  readonly actor: Actor
  readonly browser: Browser
}

/** A partner with one person for each role. */
export interface Firm {
  readonly id: string
  readonly people: Readonly<Record<PartnerRole, Person>>
}

/** The demo of the quick start, but for the years of sales to others, which take longest and are nobody's at a partner. */
const seeds = [
  ...[seedStaff, seedPartners, seedAccounts, seedProducts, seedProcessPump, seedPrices, seedStock, seedExchangeRates],
  ...[seedPartnerOrders, seedPipeline, seedQuotes, seedProgrammes, seedDeals, seedAnnouncements],
]

/** The quick start with its demo data, served without a port, and people in front of it. */
export class Demo {
  readonly t: TestCrm
  readonly server: TestServer
  readonly portal: PortalHost

  private constructor(t: TestCrm, server: TestServer, portal: PortalHost) {
    this.t = t
    this.server = server
    this.portal = portal
  }

  static async open(): Promise<Demo> {
    const t = await createTestCrm({ ...config })
    // The demo has past and future around this day.
    t.clock.set('2026-12-01T09:00:00Z')
    for (const seed of seeds) await seed(t.system)
    const portal = await openTestPortal(t.crm.assembly)
    return new Demo(t, await createTestServer(t, { portal, development: false }), portal)
  }

  /** A partner of the demo, by how its name begins. */
  async partner(name: string): Promise<string> {
    const partners = await this.t.system.list(Partner, { limit: 200 })
    return partners.find((one) => one.name.startsWith(name))?.id ?? ''
  }

  async firm(partner: string, domain: string, wanted: readonly PartnerRole[] = roles): Promise<Firm> {
    const people = await Promise.all(
      wanted.map(async (role) => [role, await this.#person(partner, role, domain)] as const),
    )
    return { id: partner, people: Object.fromEntries(people) as Record<PartnerRole, Person> }
  }

  /** Somebody of the staff who may do everything. */
  async staff(): Promise<Browser> {
    const { t, server } = this
    const user = await t.create(User, { name: 'Sam Staff', email: 'sam@staff.example', kind: 'staff' })
    const role = await t.create(Role, { name: 'Everything', grants: { '*': 'all' } })
    await t.create(RoleAssignment, { user: user.id, role: role.id })
    return server.signedIn({ id: user.id, email: 'sam@staff.example' })
  }

  async #person(partner: string, role: PartnerRole, domain: string): Promise<Person> {
    const { t, server } = this
    const email = `${role}@${domain}`
    const user = await t.create(User, {
      name: `${domain.split('.')[0]?.toUpperCase()} ${role}`,
      email,
      kind: 'partner',
    })
    await t.create(PartnerMember, { partner, user: user.id, role })
    const actor: Actor = { kind: 'partner', id: user.id, partner, roles: [role] }
    return { id: user.id, email, role, actor, browser: await server.signedIn({ id: user.id, email }) }
  }
}
