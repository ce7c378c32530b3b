/** Something with a name, and names in other languages. */
export interface Named {
  readonly name: string
  /** By language, such as `zh` or `zh-CN`. */
  readonly names: Readonly<Record<string, string>>
}

/**
 * What something is called in a language: of a category, a feature or an option. The language itself counts before its regions, and its own name where there is none.
 * @example
 * nameIn({ name: 'Motor', names: { 'zh-CN': '电机' } }, 'zh') // 电机
 */
export function nameIn({ name, names }: Named, language: string): string {
  const regional = Object.keys(names)
    .filter((key) => key.startsWith(`${language}-`))
    .sort()
  return names[language] ?? names[regional[0] ?? ''] ?? name
}
