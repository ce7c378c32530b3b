import { createHash } from 'node:crypto'
import { type Id, Partner } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { createTestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AgreementAcceptance,
  AgreementEdition,
  DealRegistration,
  Notification,
  PartnerAgreement,
  PartnerProgram,
} from '../../model.ts'
import { openCrm, personAt, refused, staffWith } from '../test-support/open-crm.ts'
import { refuseUntilAgreed } from './agreed-first.ts'
import { announceEditions } from './announce-editions.ts'

let t: TestCrm
let program: Id
let agreement: Id
let first: Id

beforeAll(async () => {
  t = await openCrm()
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  agreement = (await t.create(PartnerAgreement, { name: 'Reseller agreement', program })).id
  const text = { title: 'Terms', body: '<p>Sell.</p>', titleZh: '条款', bodyZh: '<p>销售。</p>' }
  first = (await t.create(AgreementEdition, { agreement, validFrom: '2026-01-01', ...text })).id
  await t.create(AgreementEdition, { agreement, validFrom: '2030-01-01', title: 'To come', body: 'x' })
  const other = (await t.create(PartnerProgram)).id
  const foreign = await t.create(PartnerAgreement, { name: 'Other', program: other })
  await t.create(AgreementEdition, { agreement: foreign.id, validFrom: '2026-01-01' })
  const suppliers = await t.create(PartnerAgreement, { name: 'Suppliers', type: 'supplier', required: false })
  await t.create(AgreementEdition, { agreement: suppliers.id, validFrom: '2026-01-01', title: 'Supply' })
})
afterAll(() => t.close())

const partnerOf = async (input: object = {}) =>
  (await t.create(Partner, { name: 'Delta', prmProgram: program, ...input })).id
const open = '{ agreementsToAccept { id title } }'
const accept =
  'mutation ($edition: ID!) { acceptAgreement(edition: $edition, name: "Ann de Vries", language: zh) { id name edition { edition } } }'

describe('an agreement', () => {
  it('waits for the partners it is with, in the edition in force', async () => {
    const [reseller, supplier] = [await partnerOf(), await partnerOf({ prmProgram: null, prmType: 'supplier' })]
    expect(await t.graphql(await personAt(t, reseller, 'sales'), open)).toEqual({
      agreementsToAccept: [{ id: first, title: 'Terms' }],
    })
    expect(await t.graphql(await personAt(t, supplier, 'admin'), open)).toMatchObject({
      agreementsToAccept: [{ title: 'Supply' }],
    })
    expect(await t.graphql(await staffWith(t, 'prm:read'), open)).toEqual({ agreementsToAccept: [] })
    const seller = t.as(await personAt(t, reseller, 'sales'))
    expect((await seller.list(AgreementEdition)).map(({ title }) => title)).toEqual(['Terms'])
  })

  it('is accepted once by the administrator, from an address, as a record of who, when and what', async () => {
    const partner = await partnerOf()
    const [ann, bob] = [await personAt(t, partner, 'admin'), await personAt(t, partner, 'sales')]
    await expect(t.graphql(bob, accept, { edition: first })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { signedIn } = await createTestServer(t)
    const browser = await signedIn(ann)
    const answers = await Promise.all(
      [1, 2, 3].map(async () =>
        (await browser.postJson('/graphql', { query: accept, variables: { edition: first } })).text(),
      ),
    )
    expect(new Set(answers).size).toBe(1)
    const kept = await t.system.list(AgreementAcceptance, { where: { partner: { eq: partner } } })
    expect(kept).toMatchObject([
      {
        user: ann.id,
        name: 'Ann de Vries',
        at: t.clock.now(),
        address: '203.0.113.7',
        language: 'zh',
        textHash: createHash('sha256').update('条款\n<p>销售。</p>').digest('base64url'),
      },
    ])
    expect(await t.graphql(ann, open)).toEqual({ agreementsToAccept: [] })
    const [one] = kept
    await expect(t.update(AgreementAcceptance, one?.id as Id, { name: 'x' })).rejects.toMatchObject({
      code: 'prm.acceptanceStays',
    })
    await expect(t.system.mutate(AgreementAcceptance).delete(one?.id as Id)).rejects.toMatchObject({
      code: 'prm.acceptanceStays',
    })
    const outsider = t.as(await personAt(t, await partnerOf(), 'admin'))
    expect(await outsider.list(AgreementAcceptance)).toEqual([])
  })

  it('keeps an edition that was accepted, and is accepted again in a new one', async () => {
    const partner = await partnerOf()
    const ann = await personAt(t, partner, 'admin')
    await t.graphql(ann, accept, { edition: first })
    const configure = await staffWith(t, 'prm:configure', 'prm:read')
    await expect(t.update(AgreementEdition, first, { body: 'more' }, configure)).rejects.toMatchObject({
      code: 'prm.editionAccepted',
    })
    await expect(t.as(configure).mutate(AgreementEdition).delete(first)).rejects.toMatchObject({
      code: 'prm.editionAccepted',
    })
    const second = await t.create(AgreementEdition, { agreement, validFrom: '2026-02-01', title: 'Terms 2' }, configure)
    expect(second.edition).toBe(3)
    expect(await t.graphql(ann, open)).toEqual({ agreementsToAccept: [{ id: second.id, title: 'Terms 2' }] })
    await expect(t.graphql(ann, accept, { edition: second.id })).resolves.toMatchObject({
      acceptAgreement: { edition: { edition: 3 } },
    })
    const late = await personAt(t, await partnerOf(), 'admin')
    await expect(t.graphql(late, accept, { edition: first })).rejects.toMatchObject(refused('prm.editionNotOpen'))
    expect(await t.as(ann).find(AgreementEdition, first)).toMatchObject({ title: 'Terms' })
    await t.system.mutate(AgreementEdition).update(second.id, { announcedAt: t.clock.now() })
  })

  it('holds up what needs it until it is accepted, unless it is not required', async () => {
    const ann = await personAt(t, await partnerOf(), 'admin')
    const deal = { customerName: 'Acme', countryCode: 'DE', productLine: (await t.create(Category)).id }
    const registered = () => t.create(DealRegistration, deal, ann)
    await expect(registered()).rejects.toMatchObject({ code: 'prm.agreementPending' })
    const toDo = '{ partnerToDo { agreements agreementRequired } }'
    expect(await t.graphql(ann, toDo)).toEqual({ partnerToDo: { agreements: 1, agreementRequired: true } })
    const supplier = await personAt(t, await partnerOf({ prmProgram: null, prmType: 'supplier' }), 'admin')
    await refuseUntilAgreed(t.as(supplier))
    expect(await t.graphql(supplier, toDo)).toEqual({ partnerToDo: { agreements: 1, agreementRequired: false } })
    await refuseUntilAgreed(t.system)
    await t.graphql(ann, accept, {
      edition: await t
        .graphql<{ agreementsToAccept: { id: Id }[] }>(ann, open)
        .then((found) => found.agreementsToAccept[0]?.id),
    })
    expect(await registered()).toMatchObject({ partner: ann.partner })
  })

  it('is announced to administrators once it is in force, once', async () => {
    const partner = await partnerOf()
    const [ann, bob] = [await personAt(t, partner, 'admin'), await personAt(t, partner, 'sales')]
    const fresh = await t.create(AgreementEdition, { agreement, validFrom: '2026-02-20', title: 'Terms 3' })
    for (const _morning of [1, 2]) {
      await t.system.enqueue(announceEditions, undefined)
      await t.drain()
    }
    const heard = async (who: typeof ann) =>
      (await t.as(who).list(Notification)).map(({ kind, params }) => [kind, params.agreement])
    expect(await heard(ann)).toEqual([['partners.agreement', 'Terms 3']])
    expect(await heard(bob)).toEqual([])
    expect((await t.system.get(AgreementEdition, fresh.id)).announcedAt).toEqual(t.clock.now())
  })
})
