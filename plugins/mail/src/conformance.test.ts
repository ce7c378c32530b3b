import { conformance } from '@tessera/testing/conformance'
import mail from './index.ts'
import { MailModel } from './model.ts'

conformance({ plugins: () => [mail({ folder: 'unused' })], of: [MailModel] })
