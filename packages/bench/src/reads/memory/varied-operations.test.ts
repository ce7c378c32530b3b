import { buildSchema } from '@tessera/core'
import { expect, it } from 'vitest'
import { assembleSalesForce } from '../data/data-set.ts'
import { variedOperation } from './varied-operations.ts'

it('varied operations are many different texts, of fields the model has', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const texts = new Set(Array.from({ length: 10_000 }, (_, n) => variedOperation(n, ids).query))
  expect(texts.size).toBeGreaterThan(3000)
  const account = buildSchema(assembleSalesForce()).getType('Account') as { getFields(): object } | undefined
  const known = Object.keys(account?.getFields() ?? {})
  expect(known).toEqual(expect.arrayContaining(['id', 'name', 'status', 'industry', 'city', 'phone', 'website']))
})
