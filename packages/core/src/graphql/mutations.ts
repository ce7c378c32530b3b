import type { GraphQLResolveInfo } from 'graphql'
import type { AnyEntity } from '../model/entity.ts'
import type { EntityMeta } from '../model/registry.ts'
import { readJson } from '../query/reader.ts'
import { ReadScope } from '../query/scope.ts'
import type { RowSelection } from '../query/selection.ts'
import { type Bin, rowStatement, rowsStatement } from '../query/statements.ts'
import type { Mutator } from '../runtime/context.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import { describe } from './describe.ts'
import { pluralName, typeName } from './names.ts'
import { readRow } from './read-selection.ts'
import { type RequestContext, signedIn } from './request-context.ts'
import type { InputField, TypeWriter } from './type-writer.ts'

// biome-ignore lint/suspicious/noExplicitAny: derived types are known only at run time
type AnyMutator = Mutator<any, any>
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

  const single = <A>(
    name: string,
    args: Record<string, InputField>,
    write: (mutator: AnyMutator, args: A) => Promise<Written>,
    bin?: Bin,
  ): void =>
    writer.mutation(name, plugin, {
      type: one,
      description: label,
      args,
      resolve: (_root, given: A, context, info: GraphQLResolveInfo) =>
        writeOne(context, info, entity, (mutator) => write(mutator, given), bin),
    })
  const bulk = <A>(
    name: string,
    args: Record<string, InputField>,
    write: (mutator: AnyMutator, args: A) => Promise<readonly Written[]>,
    bin?: Bin,
  ): void =>
    writer.mutation(name, plugin, {
      type: `[${one}]`,
      description: 'All rows or none.',
      args,
      resolve: (_root, given: A, context, info: GraphQLResolveInfo) =>
        writeMany(context, info, entity, (mutator) => write(mutator, given), bin),
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

interface UpdateArguments {
  readonly id: string
  readonly patch: never
  readonly ifVersion?: number | null
}

const held = ({ ifVersion }: UpdateArguments): { ifVersion?: number } =>
  ifVersion === null || ifVersion === undefined ? {} : { ifVersion }

const entityOf = (entity: EntityMeta): AnyEntity => ({ entityName: entity.name }) as AnyEntity

/** An id that no row has, to plan a selection before there is a row. */
const noRow = '00000000-0000-0000-0000-000000000000'

async function writeOne(
  context: RequestContext,
  info: GraphQLResolveInfo,
  entity: EntityMeta,
  write: (mutator: AnyMutator) => Promise<Written>,
  bin?: Bin,
): Promise<unknown> {
  const ctx = signedIn(context)
  const selection = readRow(info, entity, info.fieldNodes)
  const hidden = !checkSelection(ctx, selection)
  const { id } = await write(ctx.mutate(entityOf(entity)))
  return hidden ? null : readJson(ctx, (scope) => rowStatement(scope, selection, id, bin))
}

async function writeMany(
  context: RequestContext,
  info: GraphQLResolveInfo,
  entity: EntityMeta,
  write: (mutator: AnyMutator) => Promise<readonly Written[]>,
  bin?: Bin,
): Promise<unknown> {
  const ctx = signedIn(context)
  const selection = readRow(info, entity, info.fieldNodes)
  const hidden = !checkSelection(ctx, selection)
  const rows = await write(ctx.mutate(entityOf(entity)))
  return hidden
    ? rows.map(() => null)
    : readJson(ctx, (scope) =>
        rowsStatement(
          scope,
          selection,
          rows.map((row) => row.id),
          bin,
        ),
      )
}

/**
 * Whether the written row can be read back. Asked before anything is written, so that nobody is refused the answer to a write
 * that took place. Who may write but not read gets null, if nothing is asked of the row.
 * @throws FORBIDDEN, VALIDATION
 */
function checkSelection(ctx: ContextImpl, selection: RowSelection): boolean {
  const scope = new ReadScope(ctx.actor, ctx.crm.access)
  const asksNothing = selection.needs.length === 0 && selection.items.every((item) => item.type === 'constant')
  if (asksNothing && !scope.mayRead(selection.entity)) return false
  rowStatement(scope, selection, noRow)
  return true
}
