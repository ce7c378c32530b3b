import { definePlugin, entity, f, type GraphqlKit, model } from '@tessera/core'
import { hold, type IsAny, type Same } from './expect-type.ts'

class Account extends entity('account', { name: f.text() }) {}
class Base extends model('base', { entities: [Account] }) {}

// Without core's bare import of '@pothos/core' the builder's declaration degrades to `any` in other packages, silently.
hold<Same<IsAny<GraphqlKit<typeof Base>>, false>>()
hold<Same<IsAny<GraphqlKit<typeof Base>['builder']>, false>>()

export const base = definePlugin(Base)({
  graphql: (kit) => {
    hold<Same<IsAny<typeof kit>, false>>()
    hold<Same<IsAny<typeof kit.builder>, false>>()
    hold<Same<IsAny<ReturnType<typeof kit.builder.objectRef>>, false>>()
  },
})
