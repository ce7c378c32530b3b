import { definePlugin, entity, f, model, permission } from '@tessera/core'
import { expect, it } from 'vitest'
import { assemble } from '../plugin/assemble.ts'
import { explainWrite } from './explain-write.ts'

class Thing extends entity('thing', { name: f.text() }) {}
class Things extends model('things', { entities: [Thing] }) {}
const things = definePlugin(Things)({
  permissions: { 'things:use': 'Use things' },
  access: ({ allow }) => [allow(Thing, 'update', permission('things:use'))],
  hooks: ({ on }) => [
    on(Thing).committed('update', { name: 'tell', fields: ['name'] }, () => {}),
    on(Thing).after('any', () => {}),
    on(Thing).validate('save', () => []),
  ],
})
const assembly = assemble({ plugins: [things()] })

it('lists every step of a write in the order it happens, with plugin and place', () => {
  const steps = explainWrite(assembly, 'thing.update')
  expect(steps.map((step) => step.phase)).toEqual([
    'input',
    'validate',
    'transaction',
    'transaction',
    'access',
    'references',
    'write',
    'after',
    'commit',
    'committed',
  ])
  expect(steps.at(-1)).toMatchObject({
    plugin: 'things',
    what: 'things/thing.committed.update.tell (when name changed, up to 8 attempts)',
  })
  for (const step of steps.filter((each) => each.plugin === 'things'))
    expect(step.source).toMatch(/explain-write\.test\.ts:\d+$/)
})

it('says that nobody may where no plugin grants it', () => {
  expect(explainWrite(assembly, 'thing.delete').find((step) => step.phase === 'access')?.what).toContain(
    'only the system may delete thing',
  )
})

it('guesses what was meant', () => {
  expect(() => explainWrite(assembly, 'thing.updat')).toThrow('thing.update')
})
