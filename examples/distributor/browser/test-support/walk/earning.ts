import { expect } from 'vitest'
import { administrator, type Cast } from './people.ts'
import type { Eyes, Window } from './window.ts'

/** A rebate is calculated, and its line explains itself: by which rule in which version, for which line of which order. */
export async function earn({ example, t, language }: Eyes, cast: Cast, finance: Window, order: string): Promise<void> {
  const staff = await example.graphql(administrator)
  const rule = `Walk ${cast.partner}`
  const { partners } = await staff<{ partners: { nodes: { id: string }[] } }>(
    'query Partner($name: String!) { partners(where: { name: { eq: $name } }) { nodes { id } } }',
    { name: cast.partner },
  )
  const partner = partners.nodes[0]?.id
  const now = new Date()
  const quarter = new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3, 1))
    .toISOString()
    .slice(0, 10)
  const { createRewardProgram: program } = await staff<{ createRewardProgram: { id: string } }>(
    'mutation Program($input: RewardProgramInput!) { createRewardProgram(input: $input) { id } }',
    { input: { name: rule, period: 'quarter', validFrom: quarter } },
  )
  await staff('mutation Rule($input: RewardRuleInput!) { createRewardRule(input: $input) { id } }', {
    input: {
      program: program.id,
      name: rule,
      kind: 'volumeRebate',
      earnedAt: 'invoice',
      rate: '3',
      partner,
      priority: 1000,
    },
  })
  await staff('mutation Calculate($program: ID!) { calculateRewards(program: $program) { written } }', {
    program: program.id,
  })
  await finance.go('/earnings')
  // Each currency has its own statement.
  const statement = finance.main.locator('tbody tr').filter({ hasText: rule }).filter({ hasText: '€' })
  await statement.first().locator('a').first().click()
  await finance.page.waitForURL(/\/earnings\/[\da-f-]{36}/)
  const line = finance.main.locator('tbody tr').filter({ hasText: order }).first()
  const text = (await line.innerText()).replace(/\s+/g, ' ')
  expect(text).toContain(t('prm.earnings.reward.volumeRebate'))
  expect(text).toMatch(language === 'zh' ? new RegExp(`${rule}.*1`) : new RegExp(`by rule “${rule}”, version 1`))
  expect(text).toMatch(/3%/)
}
