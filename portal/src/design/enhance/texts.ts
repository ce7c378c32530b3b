/** What script says, in the language of the page: the page brings it along (`EnhanceParts.astro`). */
const parts = document.querySelector<HTMLTemplateElement>('#enhance-parts')
const texts = JSON.parse(parts?.dataset.texts ?? '{}') as Readonly<Record<string, string>>

/** A text with its `{name}`s filled in. */
export const textOf = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

/** A new element that the page keeps as a pattern: `part('error')`. */
export function part(name: string): HTMLElement | null {
  const pattern = parts?.content.querySelector<HTMLElement>(`[data-part="${name}"]`)
  return (pattern?.cloneNode(true) as HTMLElement | undefined) ?? null
}
