import { type Actor, type Id, Partner } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartnerProgram, ProgramTier } from '../../programs/entities.ts'
import { DealCustomer, DealEvidence, DealRegistration } from '../entities.ts'
import { act, createChannelCrm, dealInput, dealRow, line, registerAs, seller } from '../test-support/channel.ts'

let t: TestCrm
let pumps: Id
let boss: Actor
beforeAll(async () => {
  t = await createChannelCrm()
  t.clock.set('2026-03-02T09:00:00Z')
  pumps = await line(t, 'Pumps')
  boss = await t.actor('user')
})
afterAll(() => t.close())

const reason = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fine',
    (error: { errors?: { extensions: { reason?: string; code: string } }[]; code?: string }) =>
      error.errors?.[0]?.extensions.reason ?? error.errors?.[0]?.extensions.code ?? error.code ?? String(error),
  )

describe('registering', () => {
  it('takes what is asked, and the rest follows', async () => {
    const who = await seller(t)
    const id = await registerAs(
      t,
      who,
      dealInput(pumps, { customerName: 'Nordsee Werft GmbH', contactEmail: 'a@werft.de' }),
    )
    expect(await dealRow(t, id)).toMatchObject({
      number: expect.stringMatching(/^DR-[2-9A-Z]{4}-[2-9A-Z]{4}$/),
      title: 'Nordsee Werft GmbH – Pumps',
      partner: who.partner,
      registeredBy: who.id,
      countryCode: 'DE',
      amount: { minor: 100_000n, currency: 'EUR' },
      status: 'submitted',
      protectedFrom: '2026-03-02',
      protectedUntil: null,
      place: 1,
      decisionDueAt: new Date('2026-03-04T09:00:00Z'),
      matchLevel: 'none',
    })
  })

  it('sent twice it is submitted once', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps))
    const { version } = await dealRow(t, id)
    await act(t, who, 'submitDeal', id)
    expect((await dealRow(t, id)).version).toBe(version)
  })

  it('is for those who sell, not for finance and service', async () => {
    for (const role of ['finance', 'service'] as const) {
      const who = await seller(t, { roles: [role] })
      expect(await reason(registerAs(t, who, dealInput(pumps)))).toBe('FORBIDDEN')
      expect(await reason(t.graphql(who, duplicates, { name: 'Acme', line: pumps }))).toBe('FORBIDDEN')
    }
    expect(await reason(registerAs(t, await seller(t, { roles: ['admin'] }), dealInput(pumps)))).toBe('fine')
    expect(await reason(registerAs(t, await t.actor('customer'), dealInput(pumps)))).toBe('FORBIDDEN')
  })

  it('is never for another partner, and staff says for whom', async () => {
    const [who, other] = [await seller(t), await seller(t)]
    expect(await reason(registerAs(t, who, dealInput(pumps), { partner: other.partner }))).toBe('FORBIDDEN')
    expect(await reason(registerAs(t, boss, dealInput(pumps)))).toBe('VALIDATION')
    const id = await registerAs(t, boss, dealInput(pumps), { partner: other.partner })
    expect(await dealRow(t, id)).toMatchObject({ partner: other.partner, registeredBy: 'id' in boss ? boss.id : null })
    const reader = await t.actor('user', { permissions: { 'prm:read': 'all' } })
    expect(await reason(registerAs(t, reader, dealInput(pumps), { partner: other.partner }))).toBe('FORBIDDEN')
  })

  it('is for active partners', async () => {
    const who = await seller(t, { fields: { prmStatus: 'suspended' } })
    expect(await reason(registerAs(t, who, dealInput(pumps)))).toBe('prm.partnerInactive')
  })

  it('keeps evidence with it, until it is decided', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps, { evidence: [{ note: 'Visit on Monday' }] }))
    const [evidence] = await t.as(who).list(DealEvidence, { where: { deal: { eq: id } } })
    expect(evidence?.note).toBe('Visit on Monday')
    await t.create(DealEvidence, { deal: id, note: 'An offer' }, who)
    expect(await reason(t.create(DealEvidence, { deal: id, note: 'x' }, await seller(t)))).not.toBe('fine')
    await act(t, boss, 'approveDeal', id)
    expect(await reason(t.create(DealEvidence, { deal: id, note: 'Late' }, who))).toBe('prm.dealDecided')
    expect(
      await reason(
        t
          .as(who)
          .mutate(DealEvidence)
          .delete(evidence?.id ?? ''),
      ),
    ).toBe('prm.dealDecided')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no customer', { customerName: '  ' }, 'VALIDATION'],
    ['a customer of signs alone', { customerName: '---' }, 'VALIDATION'],
    ['a name too long', { customerName: 'x'.repeat(301) }, 'VALIDATION'],
    ['neither town nor website nor tax number', { city: null }, 'VALIDATION'],
    ['free mail in place of a website', { city: null, contactEmail: 'a@gmail.com' }, 'VALIDATION'],
    ['nothing to be earned', { amount: '0' }, 'VALIDATION'],
    ['less than nothing', { amount: '-5' }, 'CHECK_FAILED'],
    ['an amount that is none', { amount: 'much' }, 'VALIDATION'],
    ['a currency there is not', { currency: 'EURO' }, 'VALIDATION'],
    ['a day that is over', { expectedClose: '2026-03-01' }, 'VALIDATION'],
    ['a day there is not', { expectedClose: '2026-02-30' }, 'VALIDATION'],
    ['a country there is not', { countryCode: 'XX' }, 'VALIDATION'],
    ['an address that is none', { contactEmail: 'nobody' }, 'VALIDATION'],
    ['a product line there is not', { productLine: '0190b5b0-0000-7000-8000-000000000001' }, 'VALIDATION'],
    ['a note too long', { description: 'x'.repeat(4001) }, 'VALIDATION'],
  ])('refuses %s, and keeps nothing of it', async (_what, input, code) => {
    const who = await seller(t)
    expect(await reason(registerAs(t, who, dealInput(pumps, input)))).toBe(code)
    expect(await t.as(who).list(DealRegistration)).toEqual([])
  })

  it('keeps a script as the text it is', async () => {
    const who = await seller(t)
    const name = '<script>alert(1)</script>'
    expect(await dealRow(t, await registerAs(t, who, dealInput(pumps, { customerName: name })))).toMatchObject({
      customerName: name,
    })
  })
})

const duplicates = `query ($name: String!, $line: ID!, $city: String, $website: String, $taxId: String) {
  dealDuplicates(customerName: $name, productLine: $line, city: $city, website: $website, taxId: $taxId) { level reasons taken own { number } }
}`

describe('questions that make no sense', () => {
  it.each<[string, Record<string, string>]>([
    ['a line that is no id', { line: 'x' }],
    ['a line there is not', { line: '0190b5b0-0000-7000-8000-000000000009' }],
    ['no name', { name: ' ' }],
    ['a name of a book', { name: 'Acme '.repeat(20_000) }],
    ['a sign that becomes many', { name: '\u{fdfa}'.repeat(300) }],
    ['a null sign', { name: 'Ac\u0000me', city: 'Ham\u0000burg', website: 'x\u0000.de', taxId: '\u000012345' }],
    ['half a character', { name: 'Acme \ud800', city: '\udc00' }],
    ['patterns', { name: '%', city: '_', website: '%.de', taxId: "' or 1=1 --" }],
  ])('are answered with nothing, or refused: %s', async (_what, asked) => {
    const who = await seller(t)
    const outcome = await reason(
      t.graphql<{ dealDuplicates: { level: string } }>(who, duplicates, {
        name: 'Nobody knows it',
        line: pumps,
        ...asked,
      }),
    )
    expect(outcome).toMatch(/^(fine|VALIDATION|NOT_FOUND)$/)
  })

  it('an id that is none is not found', async () => {
    for (const [who, name] of [
      [await seller(t), 'submitDeal'],
      [boss, 'approveDeal'],
    ] as const)
      expect(await reason(act(t, who, name, 'x'))).toMatch(/^(NOT_FOUND|VALIDATION)$/)
  })

  it('a name of signs that become many is registered all the same', async () => {
    expect(
      await reason(registerAs(t, await seller(t), dealInput(pumps, { customerName: '\u{fdfa}'.repeat(300) }))),
    ).toBe('fine')
  })
})

describe('who comes second', () => {
  it('learns why, and neither who nor what', async () => {
    const [first, second] = [await seller(t), await seller(t)]
    await registerAs(
      t,
      first,
      dealInput(pumps, { customerName: 'Elbe Pumpen GmbH', website: 'https://www.elbe-pumpen.de' }),
    )
    const asked = { name: 'ELBE-PUMPEN', line: pumps, website: 'https://shop.elbe-pumpen.de/x' }
    expect(await t.graphql(second, duplicates, asked)).toEqual({
      dealDuplicates: { level: 'certain', reasons: ['domain'], taken: true, own: [] },
    })
    const refused = registerAs(t, second, dealInput(pumps, { customerName: 'Elbe', website: 'https://elbe-pumpen.de' }))
    await expect(refused).rejects.toMatchObject({
      errors: [
        {
          message: expect.stringContaining('registered for this product line already'),
          extensions: { code: 'REJECTED', reason: 'prm.dealTaken' },
        },
      ],
    })
    const text = JSON.stringify(await refused.catch((error: { errors: unknown }) => error.errors))
    const row = (await t.system.list(DealRegistration, { where: { partner: { eq: first.partner } } }))[0]
    for (const secret of [row?.number, row?.id, first.partner, first.id, row?.customer, 'Elbe Pumpen GmbH'])
      expect(text).not.toContain(secret)
  })

  it('is told the same whether it is registered in one go or as a draft that is then submitted', async () => {
    const [first, second] = [await seller(t), await seller(t)]
    const same = () => dealInput(pumps, { customerName: 'Saale Glas', website: 'https://saale-glas.de' })
    await registerAs(t, first, same())
    const told = (promise: Promise<unknown>) =>
      promise.then(String, ({ errors }: { errors: { message: string; extensions: unknown }[] }) =>
        errors.map(({ message, extensions }) => ({ message, extensions })),
      )
    const atOnce = await told(registerAs(t, second, same()))
    const draft = await registerAs(t, second, same(), { submit: false })
    expect(await told(act(t, second, 'submitDeal', draft))).toEqual(atOnce)
    expect(atOnce).toMatchObject([{ extensions: { code: 'REJECTED', reason: 'prm.dealTaken' } }])
  })

  it('is told which one it is, if it is his own', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps, { customerName: 'Weser Stahl', city: 'Bremen' }))
    const { number } = await dealRow(t, id)
    expect(await t.graphql(who, duplicates, { name: 'Weser Stahl AG', line: pumps, city: 'Bremen' })).toEqual({
      dealDuplicates: { level: 'certain', reasons: ['nameAndCity'], taken: true, own: [{ number }] },
    })
    await expect(registerAs(t, who, dealInput(pumps, { customerName: 'WESER STAHL', city: 'Bremen' }))).rejects.toThrow(
      number,
    )
  })

  it('gets it for another product line, and once the first is rejected, withdrawn or over', async () => {
    const valves = await line(t, 'Valves')
    const [first, second] = [await seller(t), await seller(t)]
    const again = (productLine: Id) => dealInput(productLine, { customerName: 'Spree Bau', city: 'Berlin' })
    const id = await registerAs(t, first, again(pumps))
    await registerAs(t, second, again(valves))
    expect(await reason(registerAs(t, second, again(pumps)))).toBe('prm.dealTaken')
    await act(t, boss, 'rejectDeal', id, 'reason: "Not enough to go by"')
    const next = await registerAs(t, second, again(pumps))
    await act(t, second, 'withdrawDeal', next)
    const third = await registerAs(t, first, again(pumps))
    await act(t, boss, 'approveDeal', third)
    expect(await reason(registerAs(t, second, again(pumps)))).toBe('prm.dealTaken')
    await act(t, first, 'releaseDeal', third)
    expect(await reason(registerAs(t, second, again(pumps)))).toBe('fine')
  })

  it('is refused also where a third registration shows that two customers are one', async () => {
    const [a, b, c] = [await seller(t), await seller(t), await seller(t)]
    await registerAs(
      t,
      a,
      dealInput(pumps, { customerName: 'Rhein Chemie', city: null, website: 'https://rhein-chemie.de' }),
    )
    const valves = await line(t, 'Valves of Rhein')
    await registerAs(t, b, dealInput(valves, { customerName: 'RC Holding', city: null, taxId: 'DE811223344' }))
    const both = { customerName: 'Rhein Chemie', website: 'https://rhein-chemie.de', taxId: 'DE 811 223 344' }
    expect(await reason(registerAs(t, c, dealInput(pumps, both)))).toBe('prm.dealTaken')
    expect(await reason(registerAs(t, c, dealInput(valves, both)))).toBe('prm.dealTaken')
  })

  it('two spellings are one customer, and it is known by all that was said of it', async () => {
    const who = await seller(t)
    const valves = await line(t, 'More valves')
    const first = await registerAs(t, who, dealInput(pumps, { customerName: 'Müller & Söhne GmbH', city: 'Köln' }))
    const second = await registerAs(
      t,
      who,
      dealInput(valves, { customerName: 'Mueller Soehne', city: 'Koeln', taxId: 'DE123123123' }),
    )
    const customer = (await dealRow(t, first)).customer ?? ''
    expect((await dealRow(t, second)).customer).toBe(customer)
    expect(await t.system.get(DealCustomer, customer)).toMatchObject({ taxKey: 'DE:123123123' })
  })

  it('a wider or narrower product line is a question for who decides', async () => {
    const small = await line(t, 'Small pumps', pumps)
    const [first, second] = [await seller(t), await seller(t)]
    const of = (productLine: Id) => dealInput(productLine, { customerName: 'Main Hafen', city: 'Mainz' })
    await registerAs(t, first, of(pumps))
    const id = await registerAs(t, second, of(small))
    expect(await dealRow(t, id)).toMatchObject({ matchLevel: 'possible', matchReasons: ['nameAndCity'] })
  })
})

describe('places', () => {
  it('are as many as the tier gives, and free again once a deal is over', async () => {
    const program = (await t.create(PartnerProgram)).id
    const tier = (await t.create(ProgramTier, { program, dealCapacity: 2 })).id
    const who = await seller(t, { fields: { prmTier: tier, prmProgram: program } })
    const first = await registerAs(t, who, dealInput(pumps))
    await registerAs(t, who, dealInput(pumps))
    expect(await reason(registerAs(t, who, dealInput(pumps)))).toBe('prm.dealCapacity')
    await registerAs(t, who, dealInput(pumps), { submit: false })
    expect(await t.graphql(who, '{ dealSummary { places placesTaken waiting statuses { status count } } }')).toEqual({
      dealSummary: {
        places: 2,
        placesTaken: 2,
        waiting: 2,
        statuses: [
          { status: 'draft', count: 1 },
          { status: 'submitted', count: 2 },
        ],
      },
    })
    await act(t, who, 'withdrawDeal', first)
    expect((await dealRow(t, await registerAs(t, who, dealInput(pumps)))).place).toBe(1)
    await t.update(ProgramTier, tier, { dealCapacity: 1 })
    expect(await reason(registerAs(t, who, dealInput(pumps)))).toBe('prm.dealCapacity')
  })

  it('stay as many when many come at once', async () => {
    const program = (await t.create(PartnerProgram)).id
    const tier = (await t.create(ProgramTier, { program, dealCapacity: 5 })).id
    const who = await seller(t, { fields: { prmTier: tier } })
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => reason(registerAs(t, who, dealInput(pumps)))))
    expect(outcomes.filter((outcome) => outcome === 'fine')).toHaveLength(5)
    expect(outcomes.filter((outcome) => outcome === 'prm.dealCapacity')).toHaveLength(10)
  })
})

describe('what was submitted', () => {
  it('stays as it was claimed; what may change, changes', async () => {
    const who = await seller(t)
    const id = await registerAs(t, who, dealInput(pumps))
    for (const patch of [{ customerName: 'Another' }, { city: 'Bonn' }, { productLine: await line(t) }, { taxId: '1' }])
      expect(await reason(t.update(DealRegistration, id, patch, who))).toBe('prm.dealClaimed')
    await t.update(DealRegistration, id, { amount: { minor: 5n, currency: 'EUR' }, expectedClose: '2027-01-01' }, who)
    await act(t, who, 'withdrawDeal', id)
    expect(await reason(t.update(DealRegistration, id, { description: 'x' }, who))).toBe('prm.dealOver')
    expect(await reason(t.as(who).mutate(DealRegistration).delete(id))).toBe('prm.dealStays')
    const draft = await registerAs(t, who, dealInput(pumps), { submit: false })
    await t.as(who).mutate(DealRegistration).delete(draft)
  })

  it.each(['status', 'partner', 'protectedUntil', 'place', 'customer', 'opportunity', 'matchLevel'])(
    'nobody sets %s by hand',
    async (field) => {
      const who = await seller(t)
      const id = await registerAs(t, who, dealInput(pumps))
      for (const actor of [who, boss])
        expect(await reason(t.update(DealRegistration, id, { [field]: 'approved' }, actor))).toBe('VALIDATION')
    },
  )
})

describe('who sees what', () => {
  it('a partner sees its own and those below, never those above or beside', async () => {
    const top = await seller(t)
    const [left, right] = [await seller(t, { parent: top.partner }), await seller(t, { parent: top.partner })]
    const deals = new Map<Actor, Id>()
    for (const who of [top, left, right]) deals.set(who, await registerAs(t, who, dealInput(pumps)))
    const seen = async (who: Actor) => (await t.as(who).list(DealRegistration)).map(({ id }) => id).sort()
    const finance = await seller(t, { partner: top.partner, roles: ['finance'] })
    expect(await seen(finance)).toEqual([...deals.values()].sort())
    expect(await seen(left)).toEqual([deals.get(left)])
    expect(await reason(act(t, right, 'withdrawDeal', deals.get(left) ?? ''))).toBe('NOT_FOUND')
    // Above it sees, and does not act in the other's name.
    expect(await reason(act(t, top, 'withdrawDeal', deals.get(left) ?? ''))).not.toBe('fine')
    expect(await reason(act(t, finance, 'withdrawDeal', deals.get(top) ?? ''))).not.toBe('fine')
  })

  it.each([
    'customer { name }',
    'matchLevel',
    'account { id }',
    'opportunity { id }',
    'decidedBy { id }',
    'manager { id }',
    'place',
  ])('a partner does not see %s', async (field) => {
    const who = await seller(t)
    await registerAs(t, who, dealInput(pumps))
    expect(await reason(t.graphql(who, `{ dealRegistrations { nodes { ${field} } } }`))).toBe('FORBIDDEN')
  })

  it('staff sees the deals of the partners it looks after, also once they change hands', async () => {
    const manager = await t.actor('user', { permissions: { 'prm:read': 'own', 'prm:approveDeals': 'own' } })
    const who = await seller(t, { fields: { prmManager: 'id' in manager ? manager.id : null } })
    const id = await registerAs(t, who, dealInput(pumps))
    expect((await t.as(manager).list(DealRegistration)).map((row) => row.id)).toEqual([id])
    const other = await t.actor('user', {
      permissions: { 'prm:read': 'own', 'prm:approveDeals': 'own', 'prm:write': 'all' },
    })
    expect(await reason(act(t, other, 'approveDeal', id))).not.toBe('fine')
    await t.update(Partner, who.partner, { prmManager: 'id' in other ? other.id : null })
    expect(await t.as(manager).list(DealRegistration)).toEqual([])
    await act(t, other, 'approveDeal', id)
  })
})
