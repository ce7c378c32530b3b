import { type AnyEntity, type AnyModel, definePlugin, model, type Phase, type Plugin } from '@tessera/core'

/** One call of a hook. */
export interface ProbeCall {
  readonly phase: Phase
  readonly entity: string
  readonly operation: string
  readonly id: string
}

/** A plugin that needs all others and hooks into every phase of every entity, to see who gets past. */
export function probeOf(models: readonly AnyModel[], calls: ProbeCall[]): Plugin {
  const probe = model('conformanceProbe', { needs: models })
  const entities = models.flatMap((each) => [...each.entities]) as AnyEntity[]
  const note =
    (phase: Phase) =>
    (event: { entity: string; operation: string; id: string }): void =>
      void calls.push({ phase, entity: event.entity, operation: event.operation, id: event.id })
  return definePlugin(probe as never)({
    hooks: ({ on }) =>
      entities.flatMap((entity) => [
        on(entity).validate('any', note('validate') as never),
        on(entity).before('any', note('before') as never),
        on(entity).after('any', note('after') as never),
        on(entity).committed('any', note('committed') as never),
      ]),
  })()
}
