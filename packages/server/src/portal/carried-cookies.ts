/** A browser's `Cookie` header as it would be after these `Set-Cookie` headers. */
export function carriedCookies(sent: string | null, set: readonly string[]): string {
  const cookies = new Map(
    (sent ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter(Boolean)
      .map((pair) => split(pair)),
  )
  for (const header of set) {
    const [first = ''] = header.split(';', 1)
    const [name, value] = split(first.trim())
    if (/;\s*max-age=0\b/i.test(header)) cookies.delete(name)
    else cookies.set(name, value)
  }
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

const split = (pair: string): [string, string] => {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}
