import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Company, Database, PortalPerson, PortalVisit } from '@tessera/core'
import { createLogger } from '@tessera/server'
import type { PageData } from './page-data.ts'
import { personOf, type SessionRow, sessionStatement, tokenOf } from './session.ts'

export interface VisitServices {
  readonly database: Database
  readonly company: Company
  readonly secret: string
  readonly dataOf: (person: PortalPerson, page: string) => PageData
}

/** By it a request wants the rows compared with those that were recorded. */
export const checkHeader = 'x-bench-check'

const log = createLogger({ level: 'error', destination: process.stderr })

const byHandOnly = (): never => {
  throw new Error('the page by hand does nothing of the kind')
}

/** A visit as somebody writes it who knows the pages: a statement for the session, and one message with all the page's SQL. */
export function handVisit({ database, company, secret, dataOf }: VisitServices, request: Request): PortalVisit {
  const { headers } = request
  const { origin, pathname } = new URL(request.url)
  const cookie = headers.get('cookie')
  let person: Promise<PortalPerson | null> | undefined
  let data: Promise<PageData> | undefined
  const whoLooks = async (): Promise<PortalPerson | null> => {
    const [found] = await database.pipeline([{ ...sessionStatement, values: [tokenOf(cookie)] }])
    return personOf(found?.rows[0] as SessionRow | undefined)
  }
  const visit = {
    request,
    requestId: headers.get('x-request-id') ?? randomUUID(),
    log,
    nonce: randomBytes(16).toString('base64'),
    language: 'en' as const,
    origin,
    secure: false,
    development: false,
    company,
    demo: [],
    person() {
      person ??= whoLooks()
      return person
    },
    async ask({ query, variables }: Parameters<PortalVisit['ask']>[0]) {
      data ??= read()
      return (await data).answer(query, variables)
    },
    formToken() {
      const sent = /(?:^|; )tessera\.form=([^;]+)/.exec(cookie ?? '')?.[1] ?? ''
      return createHmac('sha256', secret).update(`form:${sent}`).digest('base64url')
    },
    form: byHandOnly,
    requireFormToken: byHandOnly,
    setCookie: byHandOnly,
    choosePartner: byHandOnly,
    fetch: byHandOnly,
    seal: byHandOnly,
    unseal: byHandOnly,
    // None of the pages signs anybody in.
    identity: {} as PortalVisit['identity'],
  }
  async function read(): Promise<PageData> {
    const who = await visit.person()
    if (!who) throw new Error('nobody is signed in')
    const page = dataOf(who, pathname)
    await page.read(database, who.actor, headers.has(checkHeader))
    return page
  }
  return visit
}
