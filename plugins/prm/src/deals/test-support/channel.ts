import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type Id, Partner } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Category } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { Pipeline, Stage } from '@tessera/plugin-sfa/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import prm from '../../index.ts'
import { DealRegistration } from '../entities.ts'

type PrmOptions = Parameters<typeof prm>[0]

/** A CRM with partners, for tests of deals. Its day begins in Berlin. */
export const createChannelCrm = (options?: PrmOptions): Promise<TestCrm> =>
  createTestCrm({
    plugins: [
      customers(),
      catalog(),
      mail({ folder: mkdtempSync(join(tmpdir(), 'tessera-mail-')) }),
      orders(),
      sfa(),
      prm(options),
    ],
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  })

let count = 0

export interface SellerOptions {
  readonly parent?: Id
  readonly roles?: readonly ('admin' | 'sales' | 'service' | 'finance')[]
  readonly partner?: Id
  readonly fields?: Readonly<Record<string, unknown>>
}

/** Somebody who sells for a partner, a new one of Germany unless given. */
export async function seller(t: TestCrm, { parent, roles, partner, fields }: SellerOptions = {}) {
  const id =
    partner ??
    (
      await t.create(Partner, {
        name: `Partner ${++count}`,
        prmCountryCode: 'DE',
        ...(parent ? { parent } : {}),
        ...fields,
      })
    ).id
  return (await t.actor('partner', { partner: id, roles: roles ?? ['sales'] })) as Actor & { kind: 'partner' }
}

export const line = async (t: TestCrm, name = `Line ${++count}`, parent?: Id): Promise<Id> =>
  (await t.create(Category, { name, ...(parent ? { parent } : {}) })).id

/** A pipeline to sell by. */
export async function ladder(t: TestCrm) {
  const pipeline = (await t.create(Pipeline, { name: `Pipeline ${++count}` })).id
  const stage = async (sort: number, input: Readonly<Record<string, unknown>>): Promise<Id> =>
    (await t.create(Stage, { pipeline, sort, ...input })).id
  return {
    open: await stage(1, { name: 'Qualify', probability: '10', category: 'pipeline' }),
    next: await stage(2, { name: 'Propose', probability: '40', category: 'bestCase' }),
    won: await stage(3, { name: 'Won', kind: 'won', probability: '100', category: 'closed' }),
    lost: await stage(4, { name: 'Lost', kind: 'lost', probability: '0', category: 'omitted' }),
  }
}

/** What is asked of who registers a deal, the shortest that is enough. */
export const dealInput = (productLine: Id, input: Readonly<Record<string, unknown>> = {}) => ({
  customerName: `Customer ${++count}`,
  city: 'Hamburg',
  productLine,
  amount: '1000',
  expectedClose: '2026-12-31',
  ...input,
})

const register = `mutation ($input: RegisterDealInput!, $partner: ID, $submit: Boolean) {
  registerDeal(input: $input, partner: $partner, submit: $submit) { id }
}`

/** Registers a deal as somebody, over GraphQL, and submits it. */
export async function registerAs(
  t: TestCrm,
  actor: Actor,
  input: Readonly<Record<string, unknown>>,
  options: { readonly partner?: Id; readonly submit?: boolean } = {},
): Promise<Id> {
  const { registerDeal } = await t.graphql<{ registerDeal: { id: Id } }>(actor, register, {
    input,
    submit: true,
    ...options,
  })
  return registerDeal.id
}

/** Runs a mutation about one deal, such as `approveDeal`, with further arguments as GraphQL writes them. */
export const act = (t: TestCrm, actor: Actor, name: string, deal: Id, rest = ''): Promise<unknown> =>
  t.graphql(actor, `mutation ($deal: ID!) { ${name}(deal: $deal${rest === '' ? '' : `, ${rest}`}) { id status } }`, {
    deal,
  })

export const dealRow = (t: TestCrm, id: Id) => t.system.get(DealRegistration, id)
