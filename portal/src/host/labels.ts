import type { Label, Registry } from '@tessera/core'

/** What the model calls entities and fields, by language. */
export function labelsOf(
  registry: Registry,
): (entity: string, field: string | undefined, language: string) => string | null {
  return (entity, field, language) => {
    const meta = registry.entities.get(entity)
    const label = field === undefined ? meta?.options.label : meta?.fields.get(field)?.definition.label
    return label === undefined ? null : inLanguage(label, language)
  }
}

const inLanguage = (label: Label, language: string): string =>
  typeof label === 'string' ? label : (label[language] ?? label.en ?? Object.values(label)[0] ?? '')
