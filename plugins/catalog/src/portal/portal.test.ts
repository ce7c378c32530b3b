import customers from '@tessera/plugin-customers'
import { portalFindings } from '@tessera/portal/testing'
import { expect, it } from 'vitest'
import catalog from '../index.ts'

it('asks the API for what it has, and says everything in every language', async () => {
  expect(await portalFindings({ plugins: [customers(), catalog()] })).toEqual([])
})
