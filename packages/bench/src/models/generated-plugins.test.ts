import { assemble } from '@tessera/core'
import { expect, it } from 'vitest'
import { generatedPlugins } from './generated-plugins.ts'

it('generated plugins are as many as asked for, and each needs and extends the one before', () => {
  const { registry, plugins } = assemble({ plugins: generatedPlugins(3, 4) })
  const names = [...registry.entities.keys()].filter((name) => /^p\dThing\d$/.test(name))
  expect(names).toHaveLength(12)
  expect(plugins.map(({ name }) => name)).toEqual(['identity', 'p0', 'p1', 'p2'])
  expect([...registry.entity('p1Thing0').fields.keys()]).toEqual(expect.arrayContaining(['before', 'p2Mark']))
})
