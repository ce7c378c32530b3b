import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { type Actor, viewerOf } from '../access/actor.ts'

/** How often one person may ask for a root field: for what tells, or mails, more the more often it is asked. */
export interface FieldRate {
  readonly perPerson: number
  readonly windowSeconds: number
}

/** Counts requests over all processes: the server's. */
export interface RateCounter {
  /** Counts one request under each key. @throws RATE_LIMITED where one is over its limit, with the seconds to wait */
  count(limits: readonly { readonly key: string; readonly max: number }[], windowSeconds: number): Promise<void>
}

interface Asked {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
}

/**
 * Counts the limited fields that an operation asks for, each as often as it stands there under whichever alias. Before anything runs:
 * what is counted inside a mutation's transaction would be forgotten with it.
 * @throws RATE_LIMITED
 */
export async function countFields(counter: RateCounter, actor: Actor, asked: Asked): Promise<void> {
  // Whoever looks on as somebody else uses up their own.
  const who = viewerOf(actor) ?? ('id' in actor ? actor.id : actor.kind)
  for (const { name, rate } of limitedFields(asked))
    await counter.count([{ key: `field:${name}:${who}`, max: rate.perPerson }], rate.windowSeconds)
}

/** The root fields of an operation that have a limit, each as often as it stands there. */
export function limitedFields({ schema, document, operationName }: Asked): { name: string; rate: FieldRate }[] {
  const operation = getOperationAST(document, operationName)
  const fields = operation ? schema.getRootType(operation.operation)?.getFields() : undefined
  if (!operation || !fields) return []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const found: { name: string; rate: FieldRate }[] = []
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)
        if (fragment) look(fragment.selectionSet)
      } else {
        const name = selection.name.value
        const rate = fields[name]?.extensions.rate as FieldRate | undefined
        if (rate) found.push({ name, rate })
      }
    }
  }
  look(operation.selectionSet)
  return found
}
