import { describe, expect, it } from 'vitest'
import { runNode } from '../test-support/run-node.ts'
import { repository, TemporaryProject } from '../test-support/temporary-project.ts'

const model = (name: string, needed: string): string => `
import { model } from '@tessera/core'
import { ${needed} } from './${needed}.ts'
export class ${name} extends model('${name}', { needs: [${needed}] }) {}
`
const project = new TemporaryProject({
  'broken.ts': 'export default {\n  plugins: [\n',
  'throws.ts': "\nthrow new Error('no licence')\n",
  'absent.ts': "import './none.ts'",
  'circle.ts': "import './A.ts'",
  'A.ts': model('A', 'B'),
  'B.ts': model('B', 'A'),
})

describe('a configuration that can not be loaded says what is wrong, and where', () => {
  it.concurrent.each([
    ['broken', /Expression expected, in .*\/broken\.ts:\d/],
    ['throws', /no licence, in .*\/throws\.ts:2\n/],
    ['absent', /Cannot find module '.*\/none\.ts' imported from .*\/absent\.ts\n/],
    ['circle', /before initialization, in .*\/B\.ts:4\. Two modules import each other: let one model need the other/],
  ])('%s', async (name, sentence) => {
    const program = `${repository}/packages/cli/src/bin.ts`
    const { code, err } = await runNode(project.folder, program, 'graph', '--config', `${name}.ts`)
    expect(code).toBe(1)
    expect(err).toMatch(sentence)
  })
})
