import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import { portalFindings } from '@tessera/portal/testing'
import { expect, it } from 'vitest'
import orders from '../index.ts'

it('asks the API for what it has, and says everything in every language', async () => {
  expect(await portalFindings({ plugins: [customers(), catalog(), mail(), orders()] })).toEqual([])
})
