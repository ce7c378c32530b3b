import {
  type AnyEntity,
  type AnyModel,
  definePlugin,
  type Extension,
  entity,
  f,
  IdentityModel,
  model,
  type Plugin,
  permission,
  User,
} from '@tessera/core'

/**
 * `count` plugins of `entities` entities each, every one needing the plugin before it: fields of most kinds, refs inside and
 * across plugins, an extension of the neighbour, grants for staff and partners, hooks of three phases.
 */
export function generatedPlugins(count: number, entities: number): Plugin[] {
  const plugins: Plugin[] = []
  let previous: { readonly model: AnyModel; readonly first: AnyEntity } | null = null
  for (let p = 0; p < count; p++) {
    const classes: AnyEntity[] = []
    for (let e = 0; e < entities; e++) {
      const neighbour: AnyEntity | undefined = classes.at(-1) ?? previous?.first
      classes.push(
        entity(
          `p${p}Thing${e}`,
          {
            title: f.text({ max: 200 }).searchable(),
            status: f.enum(['open', 'won', 'lost']).default('open'),
            amount: f.money().nullable(),
            due: f.date().nullable(),
            count: f.int().default(0),
            email: f.email().nullable(),
            owner: f.ref(User),
            ...(neighbour ? { before: f.ref(neighbour).nullable() } : {}),
          },
          { visibility: { owner: 'owner' } },
        ),
      )
    }
    const first = classes[0] as AnyEntity
    const extend: Extension[] = previous
      ? [{ entityName: previous.first.entityName, fields: { mark: f.enum(['a', 'b']).nullable() } }]
      : []
    const needs: AnyModel[] = previous ? [IdentityModel, previous.model] : [IdentityModel]
    const itsModel: AnyModel = model(`p${p}`, { needs, entities: classes, extend })
    plugins.push(
      definePlugin(itsModel as never)({
        permissions: { [`p${p}:use`]: `Use plugin ${p}` },
        access: ({ allow }) =>
          classes.map((each) => allow(each, ['read', 'create', 'update', 'delete'], permission(`p${p}:use`))),
        hooks: ({ on }) =>
          classes.flatMap((each) => [
            on(each).before('save', () => undefined),
            on(each).after('update', () => {}),
            on(each).committed('create', () => {}),
          ]),
      })(),
    )
    previous = { model: itsModel, first }
  }
  return plugins
}
