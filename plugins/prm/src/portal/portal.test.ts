import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { portalFindings } from '@tessera/portal/testing'
import { expect, it } from 'vitest'
import prm from '../index.ts'

it('asks the API for what it has, and says everything in every language', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-mail-'))
  const plugins = [customers(), catalog(), mail({ folder }), orders(), sfa(), prm()]
  expect(await portalFindings({ plugins })).toEqual([])
})
