import type { Locator } from 'playwright-core'
import { administrator, type Cast } from './people.ts'
import { type Eyes, Window } from './window.ts'

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

/** Marketing funds: asked for, approved, claimed with an invoice, and paid. */
export async function fund(eyes: Eyes, cast: Cast, partner: Window): Promise<void> {
  const { t } = eyes
  await allocate(eyes, cast)
  const title = `Open day ${cast.invited.name}`
  await partner.go('/funds/new')
  await partner.send(
    'main',
    {
      title,
      activityType: { label: t('prm.funds.activity.event') },
      allocation: { label: `Walk ${cast.partner}` },
      startsOn: day(0),
      endsOn: day(0),
      cost: '4000',
      requested: '2000',
    },
    { intent: 'submit' },
  )
  await partner.page.waitForURL(/\/funds\/[\da-f-]{36}$/)
  const request = partner.path
  const desk = await Window.open(eyes, { email: cast.manager })
  const decide = async (what: string): Promise<void> => {
    await desk.go('/desk/funds')
    const card = cardOf(desk, what)
    await desk.send(await formOf(card), {}, { intent: 'approve', within: card, says: t('prm.desk.funds.approved') })
  }
  await decide(title)
  await partner.go(request)
  await partner.sees(t('prm.funds.status.approved'))
  const invoice = `R-${cast.invited.email}`
  await partner.send(
    'claim',
    {
      spent: '4000',
      amount: '2000',
      invoiceNumber: invoice,
      invoicedOn: day(0),
      proof: { file: 'invoice.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' },
    },
    { says: t('prm.funds.claim.sent') },
  )
  await decide(invoice)
  await desk.go('/desk/funds')
  const card = cardOf(desk, invoice)
  const reference = `BANK ${cast.partner}`
  await desk.send(await formOf(card), { reference }, { within: card, says: t('prm.desk.funds.paid') })
  await desk.close()
  await partner.go(request)
  const claim = partner.main.locator('section, article, .card').filter({ hasText: invoice }).last()
  await claim.getByText(t('prm.funds.claim.status.paid'), { exact: true }).waitFor()
}

const cardOf = (window: Window, text: string): Locator =>
  window.main
    .locator('section, article, .card')
    .filter({ hasText: text, has: window.page.locator('form') })
    .last()

const formOf = async (card: Locator): Promise<string> =>
  (await card.locator('input[name="form"]').first().getAttribute('value')) ?? ''

/** The company sets money aside for the partner. */
async function allocate({ example }: Eyes, cast: Cast): Promise<void> {
  const staff = await example.graphql(administrator)
  const name = `Walk ${cast.partner}`
  const { partners } = await staff<{ partners: { nodes: { id: string }[] } }>(
    'query Partner($name: String!) { partners(where: { name: { eq: $name } }) { nodes { id } } }',
    { name: cast.partner },
  )
  const { createFundBudget: budget } = await staff<{ createFundBudget: { id: string } }>(
    'mutation Budget($input: FundBudgetInput!) { createFundBudget(input: $input) { id } }',
    { input: { name, startsOn: day(-30), endsOn: day(300), total: { amount: '20000', currency: 'EUR' } } },
  )
  await staff('mutation Allocation($input: FundAllocationInput!) { createFundAllocation(input: $input) { id } }', {
    input: {
      budget: budget.id,
      name,
      partner: partners.nodes[0]?.id,
      amount: { amount: '5000', currency: 'EUR' },
      validFrom: day(-1),
      validUntil: day(200),
    },
  })
}
