/** The address of a list with other filters: null takes one away. Another filter begins at the first page. */
export function withFilters(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const kept = new URLSearchParams(url.searchParams)
  kept.delete('after')
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') kept.delete(name)
    else kept.set(name, value)
  }
  return url.pathname + (kept.size > 0 ? `?${kept}` : '')
}
