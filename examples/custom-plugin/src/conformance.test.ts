import { conformance } from '@tessera/testing/conformance'
import visits from './index.ts'

conformance({ plugins: () => [visits()] })
