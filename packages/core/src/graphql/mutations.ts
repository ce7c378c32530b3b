import type { GraphQLResolveInfo } from 'graphql'
import type { EntityMeta } from '../model/registry.ts'
import type { Bin } from '../query/statements.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import { apart, hasSoleRoot } from './apart.ts'
import { describe } from './describe.ts'
import { pluralName, typeName } from './names.ts'
import { readRow } from './read-selection.ts'
import { signedIn } from './request-context.ts'
import { type AnyMutator, type RootWrite, runWrite } from './root-write.ts'
import type { InputField, TypeWriter } from './type-writer.ts'

type Written = { readonly id: string }

/** `createAccount`, `createAccounts` and so on. Each answers with the written rows as they are afterwards. */
export function addMutations(writer: TypeWriter, entity: EntityMeta): void {
  const one = typeName(entity)
  const many = pluralName(entity)
  const { plugin } = entity
  const label = describe(entity.options.label)
  const id: InputField = { type: 'ID!' }
  const ids: InputField = { type: '[ID!]!' }
  const ifVersion: InputField = {
    type: 'Int',
    description: 'Refuse with CONFLICT unless the row still has this version.',
  }

  const add = (name: string, type: string, description: string | undefined, args: Arguments, plan: RootWrite): void =>
    writer.mutation(name, plugin, {
      type,
      description,
      args,
      plan,
      resolve: async (_root, given, context, info: GraphQLResolveInfo) => {
        const told = context.done?.fields?.get(info.path.key as string)
        const write = (ctx: ContextImpl) => runWrite(ctx, plan, readRow(info, entity, info.fieldNodes), given)
        const json = told ? told() : await apart(signedIn(context), hasSoleRoot(info.operation), write)
        return JSON.parse(json) as unknown
      },
    })
  const single = <A>(
    name: string,
    args: Arguments,
    write: (mutator: AnyMutator, args: A) => Promise<Written>,
    bin: Bin = 'live',
  ): void =>
    add(name, one, label, args, {
      root: 'write',
      entity,
      many: false,
      bin,
      write: async (mutator, given: A) => [(await write(mutator, given)).id],
    })
  const bulk = <A>(
    name: string,
    args: Arguments,
    write: (mutator: AnyMutator, args: A) => Promise<readonly Written[]>,
    bin: Bin = 'live',
  ): void =>
    add(name, `[${one}]`, 'All rows or none.', args, {
      root: 'write',
      entity,
      many: true,
      bin,
      write: async (mutator, given: A) => (await write(mutator, given)).map(({ id }) => id),
    })

  single(`create${one}`, { input: { type: `${one}Input!` } }, (mutator, { input }: { input: never }) =>
    mutator.create(input),
  )
  single(`update${one}`, { id, patch: { type: `${one}Patch!` }, ifVersion }, (mutator, args: UpdateArguments) =>
    mutator.update(args.id, args.patch, held(args)),
  )
  bulk(`create${many}`, { inputs: { type: `[${one}Input!]!` } }, (mutator, { inputs }: { inputs: never }) =>
    mutator.createMany(inputs),
  )
  bulk(
    `update${many}`,
    { items: { type: `[${one}Update!]!` } },
    (mutator, { items }: { items: readonly UpdateArguments[] }) =>
      mutator.updateMany(items.map((item) => ({ id: item.id, patch: item.patch, ...held(item) }))),
  )
  for (const operation of ['delete', 'restore'] as const) {
    const bin = operation === 'delete' ? 'any' : 'live'
    single(
      `${operation}${one}`,
      { id, ifVersion },
      (mutator, args: UpdateArguments) => mutator[operation](args.id, held(args)),
      bin,
    )
    bulk(
      `${operation}${many}`,
      { ids },
      (mutator, args: { ids: readonly string[] }) => mutator[`${operation}Many`](args.ids),
      bin,
    )
  }
  single(
    `upsert${one}`,
    { by: { type: 'ExternalKeyInput!' }, input: { type: `${one}Input!` } },
    async (mutator, { by, input }: { by: never; input: never }) =>
      (await mutator.upsert(by, input)).row as unknown as Written,
  )
  bulk(`upsert${many}`, { items: { type: `[${one}Upsert!]!` } }, async (mutator, { items }: { items: never }) =>
    (await mutator.upsertMany(items)).map(({ row }) => row as unknown as Written),
  )
}

type Arguments = Readonly<Record<string, InputField>>

interface UpdateArguments {
  readonly id: string
  readonly patch: never
  readonly ifVersion?: number | null
}

const held = ({ ifVersion }: UpdateArguments): { ifVersion?: number } =>
  ifVersion === null || ifVersion === undefined ? {} : { ifVersion }
