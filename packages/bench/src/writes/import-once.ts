import { assemble, compileAccess, createCrm, importFile, openDatabase, type UserActor } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { care, cared, contactsProfile } from './contacts.ts'
import { counted } from './counted.ts'

// One import in a process of its own: `node import-once.ts <url> <file> <user>` prints what it took.
const [url = '', file = '', user = ''] = process.argv.slice(2)
const assembly = assemble({ plugins: [customers(), care()], region: 'DE' })
const { database, statements } = counted(await openDatabase({ url }))
const crm = createCrm({ assembly, access: compileAccess(assembly), database })
const actor: UserActor = { kind: 'user', id: user, permissions: new Map([['*', 'all']]), teams: [], territories: [] }
let batches = 0
const before = process.cpuUsage()
const startedAt = performance.now()
const result = await importFile(crm, actor, {
  source: file,
  profile: contactsProfile,
  onProgress: () => void batches++,
})
const seconds = (performance.now() - startedAt) / 1000
const { user: userTime, system } = process.cpuUsage(before)
await crm.close()
const { created, updated, refused, unchanged } = result
process.stdout.write(
  JSON.stringify({
    seconds: Math.round(seconds * 10) / 10,
    cpuSeconds: Math.round((userTime + system) / 100_000) / 10,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    created,
    updated,
    unchanged,
    refused,
    hooked: cared.contacts,
    batches,
    statements: statements(),
  }),
)
