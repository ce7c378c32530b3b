import { readFile } from 'node:fs/promises'
import { readProject } from '@tessera/cli'
import { openDatabase } from '@tessera/core'
import { openPortal } from '@tessera/portal'
import { Hono } from 'hono'
import { listen, poolSize } from '../../reads/servers/serve.ts'
import { exampleFolder } from '../project.ts'
import { type PageData, pageData } from './page-data.ts'
import type { Recording } from './recording.ts'
import { handVisit } from './visit.ts'

// The built portal without the product behind it: `node server.ts <url> <data folder> <build> <recording> <secret>`. Its pages
// have their data from SQL by hand, read anew for each look.
const [url = '', data = '', build = '', file = '', secret = ''] = process.argv.slice(2)
process.env.DATABASE_URL = url
const { company, looks } = JSON.parse(await readFile(file, 'utf8')) as Recording
const { assembly } = await readProject({ cwd: exampleFolder, data })
const portal = await openPortal({ assembly, folder: build })
const database = await openDatabase({ url, maxConnections: poolSize })
const key = (person: string, page: string): string => `${person} ${page}`
const known = new Map<string, PageData>(looks.map((look) => [key(look.person, look.page), pageData(look)]))

const app = new Hono()
app.get('*', (c) =>
  portal.handle(
    handVisit(
      {
        ...{ database, company, secret },
        dataOf({ id }, page) {
          const found = known.get(key(id, page))
          if (!found) throw new Error(`no look of ${id} at ${page} was recorded`)
          return found
        },
      },
      c.req.raw,
    ),
  ),
)
listen(app.fetch as never)
