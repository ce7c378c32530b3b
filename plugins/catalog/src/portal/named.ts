/** Something with a name, and names in other languages. */
interface Named {
  readonly name: string
  readonly names?: unknown
  readonly translations?: { readonly nodes: readonly { readonly name: string }[] } | undefined
}

/** What something is called in a language: of a translation that was asked for in it, or of `names`. */
export function nameIn({ name, names, translations }: Named, language: string): string {
  const translated = translations?.nodes[0]?.name
  if (translated) return translated
  const other = names && typeof names === 'object' ? (names as Record<string, unknown>)[language] : undefined
  return typeof other === 'string' ? other : name
}
