import type { AnyEntity, Extension } from './entity.ts'

/** A class made by `model`: what a plugin stores, and which models it may see. */
export interface ModelClass<
  M extends string = string,
  D extends readonly AnyModel[] = readonly AnyModel[],
  E extends readonly AnyEntity[] = readonly AnyEntity[],
  X extends readonly Extension<any, any>[] = readonly Extension<any, any>[],
> {
  new (): { readonly modelName: M }
  readonly modelName: M
  readonly needs: D
  readonly entities: E
  readonly extend: X
}

export interface AnyModel {
  new (): { readonly modelName: string }
  readonly modelName: string
  readonly needs: readonly AnyModel[]
  readonly entities: readonly AnyEntity[]
  readonly extend: readonly Extension<any, any>[]
}

/**
 * Declares a plugin's model: its entities, the fields it adds to others' entities, and the models it needs. What a plugin
 * sees, in types and at run time, is its own and what it needs, however far down; never what merely happens to be installed.
 *
 * @example class PrmModel extends model('prm', { needs: [CustomersModel], entities: [DealRegistration] }) {}
 */
export function model<
  const M extends string,
  const D extends readonly AnyModel[] = readonly [],
  const E extends readonly AnyEntity[] = readonly [],
  const X extends readonly Extension<any, any>[] = readonly [],
>(name: M, parts: { needs?: D; entities?: E; extend?: X }): ModelClass<M, D, E, X> {
  return class {
    static readonly modelName = name
    static readonly needs = (parts.needs ?? []) as D
    static readonly entities = (parts.entities ?? []) as E
    static readonly extend = (parts.extend ?? []) as X
    readonly modelName = name
  }
}
