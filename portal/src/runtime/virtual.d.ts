declare module 'virtual:tessera-portal' {
  import type { PortalGuard } from '@tessera/core'

  type Part = (props: Record<string, unknown>) => unknown

  export const slots: Readonly<Record<string, readonly { readonly component: Part; readonly guard: PortalGuard }[]>>
  export const texts: Readonly<Record<'en' | 'zh', Readonly<Record<string, string>>>>
}

declare module 'virtual:tessera-portal/looks' {
  /** The address of the integrator's logo. */
  export const logo: string | null
}
