import { type Context, contributionPoint } from '@tessera/core'
import { shownIn } from '../shown.ts'

/**
 * What a notification says: `{name}` is filled in from its params. `{until:day}` writes a calendar day, `{due:moment}` an instant (ISO 8601)
 * on the reader's clock, `{amount:money}` a decimal text in the currency of the param `currency`, and `{from:country}` a country by its two
 * letters, each as the reader's language does. What has names in both languages brings the Chinese one as a param of its own: `title` and
 * `titleZh`.
 */
export interface NotificationText {
  readonly title: string
  readonly text: string
}

/** A kind of notification. Its name is `<area>.<what>`, as in `deals.approved`; people choose by area how they hear of it. */
export interface NotificationKind {
  readonly en: NotificationText
  readonly zh: NotificationText
  /** False for what is only worth a line in the portal; true unless said otherwise. */
  readonly email?: boolean
}

/** Where plugins say what their notifications read like. */
export const notificationKinds = contributionPoint<NotificationKind>('prm.notificationKinds')

/** Adds several kinds of an area at once. */
export const kindsOf = (area: string, kinds: Readonly<Record<string, NotificationKind>>) =>
  Object.entries(kinds).map(([name, kind]) => notificationKinds.add(`${area}.${name}`, kind))

/** The kind of a name, or undefined where no plugin knows it any more. */
export function kindNamed(source: Pick<Context, 'contributions'>, name: string): NotificationKind | undefined {
  return notificationKinds.of(source).find(({ id }) => id.endsWith(`prm.notificationKinds.${name}`))?.value
}

export const areaOf = (kind: string): string => kind.split('.', 1)[0] ?? kind

type Writing = 'day' | 'moment' | 'money' | 'country'

/** Title and text for a reader, filled in. A kind that is gone reads as its name. */
export function textOf(
  source: Pick<Context, 'contributions'>,
  notification: { readonly kind: string; readonly params: Readonly<Record<string, string>> },
  { language, timeZone }: { readonly language: 'en' | 'zh'; readonly timeZone?: string | undefined },
): NotificationText {
  const shown = shownIn(language, timeZone)
  const { params } = notification
  const template = kindNamed(source, notification.kind)?.[language] ?? { title: notification.kind, text: '' }
  const filled = (text: string): string =>
    text.replace(/\{(\w+)(?::(day|moment|money|country))?\}/g, (whole, name: string, kind?: Writing) => {
      const value = (language === 'zh' && params[`${name}Zh`]) || params[name]
      if (value === undefined) return whole
      if (kind === 'money') return params.currency ? shown.money(value, params.currency) : value
      return kind === undefined ? value : shown[kind](value)
    })
  return { title: filled(template.title), text: filled(template.text) }
}
