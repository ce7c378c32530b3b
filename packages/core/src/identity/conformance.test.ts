import { conformance } from '@tessera/testing/conformance'
import { IdentityModel } from './model.ts'

let names = 0

conformance({
  plugins: () => [],
  of: [IdentityModel],
  samples: {
    role: async () => ({ grants: { 'identity:manage': 'own' }, description: `Role ${++names}` }),
    securityEvent: async () => ({ kind: 'signIn', detail: `Event ${++names}` }),
  },
})
