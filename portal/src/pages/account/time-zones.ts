/** Time zones to choose from, by part of the world. */
export function timeZoneChoices(current: string): readonly { value: string; label: string; group: string }[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current].filter(Boolean))
  return [...zones]
    .map((value) => {
      const [group = '', ...rest] = value.split('/')
      return { value, label: (rest.join(' / ') || value).replaceAll('_', ' '), group: rest.length > 0 ? group : 'UTC' }
    })
    .toSorted((one, other) => one.group.localeCompare(other.group) || one.label.localeCompare(other.label))
}
