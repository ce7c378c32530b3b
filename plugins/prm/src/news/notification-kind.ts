import { type Context, contributionPoint } from '@tessera/core'

/** What a notification says: `{name}` is filled in from its params. */
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

/** Title and text in a language, filled in. A kind that is gone reads as its name. */
export function textOf(
  source: Pick<Context, 'contributions'>,
  notification: { readonly kind: string; readonly params: Readonly<Record<string, string>> },
  language: 'en' | 'zh',
): NotificationText {
  const template = kindNamed(source, notification.kind)?.[language] ?? { title: notification.kind, text: '' }
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => notification.params[name] ?? whole)
  return { title: filled(template.title), text: filled(template.text) }
}
