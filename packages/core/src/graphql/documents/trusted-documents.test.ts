import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createCrm } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../access/actor.ts'
import { sales } from '../../query/fixtures/sales-model.ts'
import { createGraphqlHandler, type GraphqlHandlerOptions } from '../handler.ts'
import { documentId } from './document-id.ts'
import { type DocumentCaller, readTrustedDocuments } from './trusted-documents.ts'

const accounts = 'query Accounts($first: Int) { accounts(first: $first) { nodes { name } } }'
const tag = 'mutation ($label: String!) { createTag(input: { label: $label }) { label } }'
const free = '{ accounts { totalCount } }'

const service: Actor = { kind: 'system', name: 'test', reason: 'a test asks' }
const user = { ...service, kind: 'user' } as unknown as Actor

let folder: string
let t: TestCrm
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-documents-'))
  t = await createTestCrm({ plugins: [sales()] })
})
afterAll(async () => {
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (content: unknown): URL => {
  const file = join(folder, 'documents.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return pathToFileURL(file)
}

/** A handler that was started with the documents, and who asks it. */
function handler(actor: Actor | null, only?: DocumentCaller[], options: Partial<GraphqlHandlerOptions> = {}) {
  const files = [fileOf(Object.fromEntries([accounts, tag].map((text) => [documentId(text), text])))]
  const { crm } = t
  const config = { ...crm.assembly.config, trustedDocuments: { files, ...(only && { only }) } }
  const held = createCrm({
    assembly: { ...crm.assembly, config },
    access: crm.access,
    database: t.database,
    clock: t.clock,
    log: crm.log,
  })
  const handle = createGraphqlHandler({ crm: held, actorOf: () => actor, ...options })
  return async (request: object | URL) => {
    const body = JSON.stringify(request)
    const headers = {
      'content-type': 'application/json',
      'content-length': `${body.length}`,
      accept: 'application/graphql-response+json',
    }
    const sent =
      request instanceof URL
        ? new Request(request, { headers })
        : new Request('http://crm.test/graphql', { method: 'POST', headers, body })
    const response = await handle(sent)
    const { data, errors } = (await response.json()) as {
      data?: unknown
      errors?: { extensions: { code: string } }[]
    }
    return { status: response.status, data, codes: errors?.map(({ extensions }) => extensions.code) }
  }
}

const listed = { accounts: { nodes: [] } }

describe('a trusted document', () => {
  it('is run by its id, by POST and by GET, with variables', async () => {
    const ask = handler(service)
    expect(await ask({ documentId: documentId(accounts), variables: { first: 1 } })).toMatchObject({ data: listed })
    const address = new URL(`http://crm.test/graphql?documentId=${documentId(accounts)}&variables={"first":1}`)
    expect(await ask(address)).toMatchObject({ data: listed })
  })

  it('is run by the extension that Apollo’s and urql’s clients send', async () => {
    const sha256Hash = documentId(accounts).slice('sha256:'.length)
    expect(await handler(service)({ extensions: { persistedQuery: { version: 1, sha256Hash } } })).toMatchObject({
      data: listed,
    })
  })

  it('may be a mutation, but not by GET', async () => {
    const ask = handler(service)
    const made = await ask({ documentId: documentId(tag), variables: { label: 'by its id' } })
    expect(made).toMatchObject({ data: { createTag: { label: 'by its id' } } })
    const address = new URL(`http://crm.test/graphql?documentId=${documentId(tag)}&variables={"label":"by GET"}`)
    expect(await ask(address)).toMatchObject({ status: 405 })
  })

  it('that is not there is told from a query that is wrong', async () => {
    const ask = handler(service)
    expect(await ask({ documentId: documentId(free) })).toMatchObject({ status: 404, codes: ['DOCUMENT_UNKNOWN'] })
    expect(await ask({ documentId: 7 })).toMatchObject({ status: 400, codes: ['QUERY_REQUEST'] })
  })
})

describe('who is held to trusted documents', () => {
  it('may send their text too, and no other, whatever is wrong with it', async () => {
    const ask = handler(user, ['user'])
    expect(await ask({ query: accounts })).not.toHaveProperty('codes', ['DOCUMENT_UNTRUSTED'])
    for (const query of [free, '{ notAField }', '{ this is no GraphQL'])
      expect(await ask({ query })).toMatchObject({ status: 403, codes: ['DOCUMENT_UNTRUSTED'] })
    const address = new URL(`http://crm.test/graphql?query=${encodeURIComponent(free)}`)
    expect(await ask(address)).toMatchObject({ status: 403, codes: ['DOCUMENT_UNTRUSTED'] })
  })

  it('is everybody who is not signed in, as soon as anybody is', async () => {
    expect(await handler(null, ['partner'])({ query: free })).toMatchObject({ codes: ['DOCUMENT_UNTRUSTED'] })
    expect(await handler(null)({ query: free })).toMatchObject({ codes: ['UNAUTHENTICATED'] })
  })

  it('is nobody else, and no page of our own', async () => {
    expect(await handler(service, ['partner'])({ query: free })).toMatchObject({
      data: { accounts: { totalCount: 0 } },
    })
    const ours = await handler(null, ['partner'], { isOurs: () => true })({ query: free })
    expect(ours).toMatchObject({ codes: ['UNAUTHENTICATED'] })
  })
})

describe('a file of trusted documents', () => {
  it.each([
    ['that is no JSON', '{'],
    ['that is a list', []],
    ['of anything but texts', { a: 7 }],
  ])('%s is refused at the start, by its name', (_what, content) => {
    const files = [fileOf(content)]
    expect(() => readTrustedDocuments({ files })).toThrow(
      expect.objectContaining({
        code: 'DOCUMENTS_FILE',
        params: expect.objectContaining({ file: expect.stringContaining('documents.json') }),
      }),
    )
  })

  it('that is not there is refused at the start', () => {
    const files = [pathToFileURL(join(folder, 'nowhere.json'))]
    expect(() => readTrustedDocuments({ files })).toThrow(expect.objectContaining({ code: 'DOCUMENTS_FILE' }))
  })
})
