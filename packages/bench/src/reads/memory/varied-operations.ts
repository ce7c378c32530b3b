/**
 * Operations as a CRM gets them from many clients, all valid and most of them different texts: other fields, other pages, other
 * filters, values in the text and in variables, fragments, aliases. The same for the same number.
 */
export function variedOperation(n: number, ids: readonly string[]): { query: string; variables?: object } {
  const id = ids[n % ids.length]
  const fields = fieldsOf(n)
  switch (n % 6) {
    case 0:
      return { query: `query Q${n % 400}($id: ID!) { account(id: $id) { ${fields} } }`, variables: { id } }
    case 1:
      // A client that writes its values into the text.
      return { query: `{ account(id: "${id}") { ${fields} contacts { nodes { lastName } } } }` }
    case 2:
      return {
        query: `query ($first: Int, $where: AccountWhere) { accounts(first: $first, where: $where) { nodes { ...F } } } fragment F on Account { ${fields} }`,
        variables: { first: 1 + (n % 20), where: { id: { in: [id, ids[(n + 7) % ids.length]] } } },
      }
    case 3:
      return {
        query: `{ a${n % 900}: accounts(first: ${1 + (n % 15)}) { totalCount: pageInfo { hasNextPage } nodes { ${fields} } } }`,
      }
    case 4:
      return {
        query: `query ($id: ID!, $more: Boolean!) { account(id: $id) { id ${fields} deals(first: ${1 + (n % 5)}) @include(if: $more) { nodes { title } } } }`,
        variables: { id, more: n % 4 === 0 },
      }
    default:
      return {
        query: `{ deals(first: 5, where: { account: { eq: "${id}" } }) { nodes { title amount { amount } account { ${fields} } } } }`,
      }
  }
}

const names = ['id', 'name', 'status', 'industry', 'city', 'phone', 'website', 'createdAt', 'version']

/** One of 511 selections. */
function fieldsOf(n: number): string {
  const mask = 1 + ((n * 7919) % 511)
  return names.filter((_, bit) => mask & (1 << bit)).join(' ')
}
