import { describe, expect, it } from 'vitest'
import type { TesseraError } from '../errors/tessera-error.ts'
import { job } from '../jobs/job.ts'
import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { Secret } from '../settings/secret.ts'
import { defineSettings, s } from '../settings/settings.ts'
import { assemble } from './assemble.ts'
import type { Plugin } from './define-plugin.ts'
import { definePlugin } from './define-plugin.ts'

class Account extends entity('account', { name: f.text(), city: f.text().nullable() }) {}
class Base extends model('base', { entities: [Account] }) {}
class Deal extends entity('deal', { title: f.text(), account: f.ref(Account) }) {}
class Deals extends model('deals', { needs: [Base], entities: [Deal] }) {}

const base = definePlugin(Base)({
  version: '1.2.0',
  hooks: ({ on }) => [on(Account).before('create', () => undefined)],
})
const deals = definePlugin(Deals)({})

const boot = (plugins: readonly unknown[], rest: object = {}, environment: Record<string, string> = {}) =>
  assemble({ plugins: plugins as Plugin[], ...rest }, { environment })

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as TesseraError).code
  }
  return 'no error'
}

describe('assembling plugins', () => {
  it('puts needed plugins first, whatever the order of the configuration, and identity before all', () => {
    expect(boot([deals(), base()]).plugins.map((plugin) => plugin.name)).toEqual(['identity', 'base', 'deals'])
  })

  it('gives each contribution an id that `disable` takes away', () => {
    const id = 'base/account.before.create'
    expect(boot([base()]).hooks.some((hook) => hook.id === id)).toBe(true)
    expect(boot([base()], { disable: [id] }).hooks.some((hook) => hook.id === id)).toBe(false)
  })

  it('says what was meant when `disable` names nothing', () => {
    expect(() => boot([base()], { disable: ['base/account.before.creat'] })).toThrow(
      'Did you mean «base/account.before.create»?',
    )
  })

  it.each<[string, () => unknown, string, string]>([
    [
      'a needed plugin is missing',
      () => boot([deals()]),
      'PLUGIN_MISSING',
      'Plugin deals needs «base», which is not configured. Add `base()`',
    ],
    [
      'a module is passed instead of its export',
      () => boot([{ default: base }]),
      'PLUGIN_INVALID',
      'is a module namespace, not a plugin',
    ],
    ['a factory is passed uncalled', () => boot([base]), 'PLUGIN_INVALID', 'is a function, not a plugin'],
    ['a plugin is configured twice', () => boot([base(), base()]), 'PLUGIN_DUPLICATE', '«base» is configured twice'],
    [
      'versions do not match',
      () => boot([base(), definePlugin(Deals)({ requires: { base: '^2.0.0' } })()]),
      'PLUGIN_VERSION',
      'deals needs base ^2.0.0, but 1.2.0 is installed',
    ],
    [
      'two contributions have one id',
      () =>
        boot([
          base(),
          definePlugin(Deals)({ jobs: [job(Deals, 'a', {}, async () => {}), job(Deals, 'a', {}, async () => {})] })(),
        ]),
      'DUPLICATE_ID',
      '«deals/a»',
    ],
    [
      'a hook waits for a field that does not exist',
      () =>
        boot([
          base(),
          definePlugin(Deals)({
            // @ts-expect-error the compiler says so, too
            hooks: ({ on }) => [on(Deal).after('update', { fields: ['titel'] }, () => {})],
          })(),
        ]),
      'FIELD_UNKNOWN',
      'no field «titel»',
    ],
    [
      'a definition throws',
      () =>
        boot([
          definePlugin(Base)({
            hooks: () => {
              throw new Error('boom')
            },
          })(),
        ]),
      'PLUGIN_FAILED',
      'Plugin base could not be loaded: boom',
    ],
  ])('refuses to boot when %s', (_what, run, code, message) => {
    expect(codeOf(run)).toBe(code)
    expect(run).toThrow(message)
  })

  it('names the circle when plugins need each other', () => {
    class A extends model('a', { needs: [] as readonly never[] }) {}
    class B extends model('b', { needs: [A] }) {}
    Object.defineProperty(A, 'needs', { value: [B] })
    expect(() => boot([definePlugin(A)({})(), definePlugin(B)({})()])).toThrow('a -> b -> a')
  })

  it('leaves out an optional plugin that fails, with what needs it, and says why', () => {
    class Extra extends model('extra', { needs: [Deals] }) {}
    const broken = definePlugin(Deals)({
      hooks: () => {
        throw new Error('no licence')
      },
    })
    const assembly = boot([base(), broken({}, { optional: true }), definePlugin(Extra)({ optional: true })()])
    expect(assembly.plugins.map((plugin) => plugin.name)).toEqual(['identity', 'base'])
    expect(assembly.leftOut.map((left) => `${left.plugin}: ${left.reason}`)).toEqual([
      'deals: Plugin deals could not be loaded: no licence',
      'extra: It needs deals, which was left out.',
    ])
  })

  it('does not leave out silently what a required plugin needs', () => {
    const broken = definePlugin(Base)({
      optional: true,
      hooks: () => {
        throw new Error('no licence')
      },
    })
    expect(() => boot([broken(), deals()])).toThrow('Plugin deals needs «base»')
  })
})

describe('the order of hooks', () => {
  const hooked = (name: string, order = {}) => {
    class M extends model(name, { needs: [Base] }) {}
    return definePlugin(M)({ hooks: ({ on }) => [on(Account).before('create', { order }, () => undefined)] })()
  }
  const order = (plugins: Plugin[]) =>
    boot([base(), ...plugins])
      .hooksFor('account', 'before', 'create')
      .map((hook) => hook.plugin)

  it('is the order of plugins, and labels move a hook before or after a plugin or a hook', () => {
    expect(order([hooked('x'), hooked('y')])).toEqual(['base', 'x', 'y'])
    expect(order([hooked('x'), hooked('y', { before: ['x'] })])).toEqual(['base', 'y', 'x'])
    expect(order([hooked('x', { after: ['y/account.before.create'] }), hooked('y')])).toEqual(['base', 'y', 'x'])
    expect(order([hooked('x', { before: ['base'] })])).toEqual(['x', 'base'])
    expect(order([hooked('x', { before: ['not-installed'] })])).toEqual(['base', 'x'])
  })

  it('refuses labels that go in a circle', () => {
    expect(() => order([hooked('x', { before: ['y'] }), hooked('y', { before: ['x'] })])).toThrow(
      'ask to run before each other',
    )
  })
})

describe('settings', () => {
  const settings = defineSettings({ days: s.int({ min: 1 }).default(90), key: s.secret(), url: s.url().optional() })
  const plugin = definePlugin(Base)({ settings })

  it('come from the configuration, else from the environment, else from the default', () => {
    const assembly = boot([plugin({ days: 60 })], {}, { TESSERA_BASE_DAYS: '30', TESSERA_BASE_KEY: 'k' })
    expect(assembly.settings(settings).days).toBe(60)
    expect(boot([plugin()], {}, { TESSERA_BASE_DAYS: '30', TESSERA_BASE_KEY: 'k' }).settings(settings).days).toBe(30)
    expect(boot([plugin()], {}, { TESSERA_BASE_KEY: 'k' }).settings(settings).days).toBe(90)
  })

  it('are refused all at once, and a secret’s value is not told', () => {
    const run = () => boot([plugin({ days: 0, url: 'ftp://x', dayz: 1 } as never)], {}, { TESSERA_BASE_KEY: '' })
    expect(codeOf(run)).toBe('SETTINGS_INVALID')
    for (const text of [
      'base.days: «0» is not usable: ',
      'base.url',
      'base.dayz: There is no such setting. Known: days, key, url.',
      'base.key',
      'TESSERA_BASE_KEY',
    ])
      expect(run).toThrow(text)
  })

  it('print a secret as [secret], and only `reveal` gives it away', () => {
    const { key } = boot([plugin({ key: 'hunter2' })]).settings(settings)
    expect(key).toBeInstanceOf(Secret)
    expect(`${key} ${JSON.stringify({ key })}`).toBe('[secret] {"key":"[secret]"}')
    expect(key.reveal()).toBe('hunter2')
  })
})
