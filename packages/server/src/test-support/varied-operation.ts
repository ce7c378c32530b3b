import {
  type FieldNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Operation } from './arbitrary-operation.ts'

/**
 * The operation in other clothes: with aliases, `__typename`, fragments of both kinds, directives with and without variables,
 * and its root field twice, as `choices` (each from 0 to 9) fall.
 */
export function varied({ query, variables }: Operation, choices: readonly number[]): Operation {
  let at = 0
  const choose = (): number => choices[at++ % choices.length] ?? 0
  const fragments: string[] = []
  const [definition] = parse(query).definitions as [OperationDefinitionNode]
  const declared = (definition.variableDefinitions ?? []).map((each) => print(each))
  const changed = visit(definition, {
    Field: (node): FieldNode => {
      const choice = choose()
      const alias = choice < 3 ? name(`alias${at}`) : node.alias
      const directives = choice === 9 ? [directive('include: true')] : choice === 8 ? [directive('skip: $no')] : []
      return { ...node, alias, directives }
    },
    SelectionSet: {
      leave(node): SelectionSetNode {
        const choice = choose()
        const more: SelectionNode[] = choice < 2 ? [field('__typename')] : []
        if (choice === 3) return { ...node, selections: [inline(node.selections), ...more] }
        return { ...node, selections: [...node.selections, ...more] }
      },
    },
  }) as OperationDefinitionNode
  const twice = choose() < 4
  const [root] = changed.selectionSet.selections
  const selections = twice && root?.kind === Kind.FIELD ? [root, { ...root, alias: name('again') }] : [root]
  const isQuery = definition.operation === 'query'
  if (choose() < 3) {
    fragments.push(
      `fragment Whole on ${isQuery ? 'Query' : 'Mutation'} { ${selections.map((each) => print(each as SelectionNode)).join(' ')} }`,
    )
  }
  const body = fragments.length > 0 ? '...Whole' : selections.map((each) => (each ? print(each) : '')).join(' ')
  const usesNo = `${body} ${fragments.join(' ')}`.includes('$no')
  const heads = [...declared, ...(usesNo ? ['$no: Boolean = false'] : [])]
  return {
    query: `${definition.operation}${heads.length > 0 ? `(${heads.join(', ')})` : ''} { ${body} } ${fragments.join(' ')}`,
    variables: usesNo && choose() < 5 ? { ...variables, no: choose() < 5 } : variables,
  }
}

/** Variables of nearly the same form: other texts, numbers and choices, now and then nothing, a list that is longer or empty. */
export function otherValues(
  variables: Operation['variables'],
  dice: readonly number[],
  known: Readonly<Record<string, readonly unknown[]>>,
): Operation['variables'] {
  let at = 0
  const throwDie = (): number => dice[at++ % dice.length] ?? 0
  const other = (value: unknown): unknown => {
    const die = throwDie()
    if (Array.isArray(value)) {
      const items = value.map(other)
      return die < 10 ? [] : die < 30 ? [...items, ...items] : items
    }
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, other(item)]))
    if (die < 5) return null
    if (typeof value === 'number') return die < 60 ? value : value + 1
    if (typeof value === 'boolean') return die < 60 ? value : !value
    if (typeof value !== 'string' || die < 40) return value
    const kind = /^[0-9a-f-]{36}$/.test(value) ? 'ID' : 'String'
    const pool = known[kind] ?? []
    return value === 'asc' ? 'desc' : value === 'desc' ? 'asc' : (pool[die % pool.length] ?? value)
  }
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, other(value)]))
}

const name = (value: string): NameNode => ({ kind: Kind.NAME, value })
const field = (value: string): FieldNode => ({ kind: Kind.FIELD, name: name(value) })
const inline = (selections: readonly SelectionNode[]): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections] },
})

function directive(text: string) {
  const [what = '', value = ''] = text.split(': ')
  const parsed = parse(`{ a @${what}(if: ${value}) }`).definitions[0] as OperationDefinitionNode
  const [only] = parsed.selectionSet.selections as [FieldNode]
  return (only.directives ?? [])[0] as NonNullable<FieldNode['directives']>[number]
}
