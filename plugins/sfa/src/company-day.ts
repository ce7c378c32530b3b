export { companyDay } from '@tessera/plugin-orders'
