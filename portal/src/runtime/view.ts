import type { PortalLanguage } from '@tessera/core'

export type Theme = 'light' | 'dark' | 'auto'
export type Density = 'comfortable' | 'compact'

/** How somebody wants to see the portal; kept in a cookie of this browser. */
export interface View {
  readonly theme: Theme
  readonly density: Density
  /** What was chosen before signing in. Null: as the person's account or the browser says. */
  readonly locale: PortalLanguage | null
}

export const themes: readonly Theme[] = ['auto', 'light', 'dark']
export const densities: readonly Density[] = ['comfortable', 'compact']
export const locales: readonly PortalLanguage[] = ['en', 'zh']

const cookie = 'tessera.view'

export function readView(cookieHeader: string | null): View {
  const value = cookieOf(cookieHeader, cookie) ?? ''
  const [theme, density, locale] = value.split('.')
  const one = <T extends string>(all: readonly T[], given: string | undefined): T | undefined =>
    all.find((candidate) => candidate === given)
  return {
    theme: one(themes, theme) ?? 'auto',
    density: one(densities, density) ?? 'comfortable',
    locale: one(locales, locale) ?? null,
  }
}

export const viewCookie = ({ theme, density, locale }: View, secure: boolean): string =>
  `${cookie}=${theme}.${density}.${locale ?? ''}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`

/** A cookie's value by its name. */
export function cookieOf(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}
