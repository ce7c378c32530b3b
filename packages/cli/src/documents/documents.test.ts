import { readFileSync } from 'node:fs'
import { documentId } from '@tessera/core'
import { expect, it } from 'vitest'
import { TemporaryProject } from '../test-support/temporary-project.ts'

const people = 'query People { users(first: 5) { nodes { id } } }'
const one = 'query One($id: ID!) { user(id: $id) { id } }'

const project = new TemporaryProject({
  'tessera.config.ts': "import { defineCrm } from '@tessera/core'\nexport default defineCrm({ plugins: [] })\n",
  'pages/people.operations.ts': `export const People = { document: ${JSON.stringify(people)} }\nexport const size = 5\n`,
  'pages/deep/one.graphql': one,
  'pages/notes.ts': 'throw new Error("is not loaded")\n',
  'wrong/gone.graphql': '{ notThere }',
  'nothing/readme.txt': 'none',
})
const written = (): Record<string, string> => JSON.parse(readFileSync(project.path('documents.json'), 'utf8'))

it('collects operations of modules and GraphQL files by the ids that requests name them by', async () => {
  const { code, out, err } = await project.tessera('documents', 'pages', '--out', 'documents.json')
  expect([code, err, out]).toEqual([0, '', '2 documents in documents.json\n'])
  expect(written()).toEqual({ [documentId(people)]: people, [documentId(one)]: one })
})

it('refuses a document that does not fit the schema, by its place, and leaves the file as it was', async () => {
  const before = written()
  const { code, err } = await project.tessera('documents', 'pages', 'wrong', '--out', 'documents.json')
  expect(code).toBe(1)
  expect(err).toContain('wrong/gone.graphql')
  expect(err).toContain('notThere')
  expect(written()).toEqual(before)
})

it.each(['nothing', 'nowhere'])('says that there is no document in %s', async (path) => {
  const { code, err } = await project.tessera('documents', path, '--out', 'documents.json')
  expect([code, err]).toEqual([1, expect.stringContaining(`no GraphQL document in ${path}`)])
})
