import { defineCrm } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import trade from './trade/index.ts'

/** Lindqvist Pumps makes industrial pumps and sells them through distributors and their resellers. */
export default defineCrm({
  name: 'Lindqvist Pumps',
  region: 'DE',
  currency: 'EUR',
  plugins: [customers(), catalog(), trade()],
})
