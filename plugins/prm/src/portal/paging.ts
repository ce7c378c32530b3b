/** The address of a list with other filters: null takes one away. It begins at its first page again, unless `after` is among them. */
export function withQuery(url: URL, change: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(url.searchParams)
  query.delete('after')
  for (const [name, value] of Object.entries(change)) value === null ? query.delete(name) : query.set(name, value)
  return `${url.pathname}${query.size > 0 ? `?${query}` : ''}`
}

export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** What `Pagination` takes for a list paged by `after`. */
export const pages = (url: URL, info: PageInfo): { readonly previous?: string; readonly next?: string } => ({
  ...(url.searchParams.has('after') ? { previous: withQuery(url, {}) } : {}),
  ...(info.hasNextPage ? { next: withQuery(url, { after: info.endCursor }) } : {}),
})
