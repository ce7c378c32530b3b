import { assemble, compileAccess, createCrm, openDatabase } from '@tessera/core'
import { generatedPlugins } from '../models/generated-plugins.ts'

// One boot on a database that has its schema: `node once.ts <plugins> <entities> <url>` prints what each part took, in ms.
const [plugins, entities, url = ''] = process.argv.slice(2)
const configured = generatedPlugins(Number(plugins), Number(entities))
const laps: Record<string, number> = {}
const started = performance.now()
let before = 0
const lap = (name: string): void => {
  laps[name] = performance.now() - before
  before = performance.now()
}
lap('import')
const assembly = assemble({ plugins: configured })
lap('assemble')
const access = compileAccess(assembly)
lap('access')
const database = await openDatabase({ url })
lap('open')
const crm = createCrm({ assembly, access, database })
void crm.schema
lap('schema')
await crm.system('bench', 'first read').list({ entityName: 'p0Thing0' } as never, { limit: 1 })
lap('read')
laps.boot = performance.now() - started
laps.total = performance.now()
await crm.close()
process.stdout.write(JSON.stringify(laps))
