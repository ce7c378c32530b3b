/** `text` so many times around `inner`. */
export const deep = (text: string, times: number, inner: string, end: string): string =>
  `${text.repeat(times)}${inner}${end.repeat(times)}`

const list = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(' ')

/** Documents that are no GraphQL, do not fit the schema of `things.ts` or ask for too much, each with the code of its refusal. */
export const badDocuments: readonly (readonly [what: string, query: string, code: string])[] = [
  ['nothing', '', 'QUERY_SYNTAX'],
  ['a comment', '# nothing', 'QUERY_SYNTAX'],
  ['nonsense', '} {', 'QUERY_SYNTAX'],
  ['a NUL between words', '{ things\0 { totalCount } }', 'QUERY_SYNTAX'],
  ['a text that does not end', '{ thing(id: "x) { id } }', 'QUERY_SYNTAX'],
  ['an escape of half a character', '{ thing(id: "\\uD800") { id } }', 'QUERY_SYNTAX'],
  ['an unknown field', '{ nowhere }', 'QUERY_INVALID'],
  ['a field every object of JavaScript has', '{ constructor { name } }', 'QUERY_INVALID'],
  [
    'a row’s field every object of JavaScript has',
    '{ things { nodes { hasOwnProperty toString __proto__ } } }',
    'QUERY_INVALID',
  ],
  ['an argument twice', '{ things(first: 1, first: 2) { totalCount } }', 'QUERY_INVALID'],
  ['a member of an input twice', 'mutation { createThing(input: { name: "a", name: "b" }) { id } }', 'QUERY_INVALID'],
  [
    'an input member of JavaScript',
    'mutation { createThing(input: { name: "a", __proto__: { size: 1 } }) { id } }',
    'QUERY_INVALID',
  ],
  ['a required field left out', 'mutation { createThing(input: { size: 1 }) { id } }', 'QUERY_INVALID'],
  ['a text for a number', '{ things(first: "1") { totalCount } }', 'QUERY_INVALID'],
  ['a number beyond every number', '{ things(first: 99999999999999999999) { totalCount } }', 'QUERY_INVALID'],
  [
    'a fragment in a circle',
    '{ things { nodes { ...A } } } fragment A on Thing { id children { nodes { ...A } } }',
    'QUERY_INVALID',
  ],
  [
    'two fragments in a circle',
    '{ things { nodes { ...A } } } fragment A on Thing { ...B } fragment B on Thing { ...A }',
    'QUERY_INVALID',
  ],
  [
    'fragments in a circle that nobody asks for',
    '{ things { totalCount } } fragment A on Thing { ...A }',
    'QUERY_INVALID',
  ],
  ['a subscription', 'subscription { things { totalCount } }', 'QUERY_INVALID'],
  [
    'ten levels of a hundred rows',
    `{ ${deep('things(first: 100) { nodes { children(first: 100) { nodes { ', 1, deep('children(first: 100) { nodes { ', 4, 'id', '} } '), '} } } } ')} }`,
    'QUERY_TOO_COSTLY',
  ],
  ['a hundred levels', `{ things { nodes { ${deep('parent { ', 30, 'id', '} ')} } } }`, 'QUERY_TOO_DEEP'],
  [
    'levels hidden in fragments',
    `{ things { nodes { ...F0 } } } ${list(30, (n) => `fragment F${n} on Thing { parent { ${n < 29 ? `...F${n + 1}` : 'id'} } }`)}`,
    'QUERY_TOO_DEEP',
  ],
  ['fifty thousand brackets', deep('{a', 20_000, '', '}'), 'QUERY_TOO_LARGE'],
  ['lists in lists', `{ things(where: ${deep('[', 500, '', ']')}) { totalCount } }`, 'QUERY_TOO_DEEP'],
  ['five thousand aliases', `{ ${list(5_000, (n) => `a${n}: __typename`)} }`, 'QUERY_TOO_LARGE'],
  ['aliases in a row', `{ things { nodes { ${list(300, (n) => `a${n}: name`)} } } }`, 'QUERY_TOO_LARGE'],
  ['thirty root fields', `{ ${list(30, (n) => `a${n}: things { totalCount }`)} }`, 'QUERY_TOO_LARGE'],
  ['one field ten thousand times', `{ things { nodes { ${'name '.repeat(10_000)} } } }`, 'QUERY_TOO_LARGE'],
  [
    'a field a few hundred times with others in it',
    `{ things { nodes { ${'parent { id } '.repeat(700)} } } }`,
    'QUERY_TOO_LARGE',
  ],
  [
    'fragments that double',
    `{ things { nodes { ...F0 } } } ${list(30, (n) => `fragment F${n} on Thing { id ${n < 29 ? `a: parent { ...F${n + 1} } b: parent { ...F${n + 1} }` : ''} }`)}`,
    'QUERY_TOO_DEEP',
  ],
  ['two hundred directives', `{ things { ${'totalCount @include(if: true) '.repeat(200)} } }`, 'QUERY_TOO_LARGE'],
  ['one directive many times', `{ things { totalCount ${'@include(if: true) '.repeat(50)} } }`, 'QUERY_INVALID'],
  [
    'hundreds of kilobytes of text',
    `{ things(where: { name: { eq: "${'x'.repeat(500_000)}" } }) { totalCount } }`,
    'QUERY_TOO_LARGE',
  ],
  ['a comment of half a megabyte', `{ __typename } #${'x'.repeat(500_000)}`, 'QUERY_TOO_LARGE'],
  [
    'introspection of introspection',
    `{ __schema { types { ${deep('fields { type { ', 12, 'name', '} } ')} } } }`,
    'QUERY_INVALID',
  ],
]
