import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm, type TestCrmOptions } from '@tessera/testing'
import prm from '../../index.ts'

/** A CRM that sells through partners, for tests. The company counts in euro, and its day begins in Berlin. */
export const createChannelCrm = ({ plugins = [], ...options }: TestCrmOptions = {}): Promise<TestCrm> =>
  createTestCrm({
    plugins: [customers(), catalog(), mail(), orders(), sfa(), prm(), ...plugins],
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    ...options,
  })
