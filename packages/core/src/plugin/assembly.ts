import type { Grant } from '../access/grant.ts'
import type { InstalledContribution } from '../contributions/contribution.ts'
import type { Phase, WriteOperation } from '../hooks/event.ts'
import type { Hook } from '../hooks/hook.ts'
import type { AnyJob } from '../jobs/job.ts'
import type { Label } from '../model/field.ts'
import type { Registry } from '../model/registry.ts'
import type { InstalledPortal } from '../portal/installed-portal.ts'
import type { SettingShape, Settings, SettingValues } from '../settings/settings.ts'
import type { CrmConfig } from './define-crm.ts'
import type { Plugin } from './define-plugin.ts'

export interface InstalledPlugin extends Plugin {
  readonly name: string
}

export interface InstalledHook extends Hook {
  /** `<plugin>/<entity>.<phase>.<operations>[.<name>]` */
  readonly id: string
  readonly plugin: string
}

export interface InstalledJob {
  /** `<plugin>/<name>` */
  readonly id: string
  readonly plugin: string
  readonly job: AnyJob
}

export interface InstalledGrant extends Grant {
  readonly plugin: string
}

/** Everything that is installed, as data: joined, ordered and checked, before anything runs. */
export interface Assembly {
  readonly config: CrmConfig
  /** Needed ones first, ties in the order of the configuration. */
  readonly plugins: readonly InstalledPlugin[]
  readonly registry: Registry
  readonly permissions: ReadonlyMap<string, { readonly plugin: string; readonly label: Label }>
  readonly grants: readonly InstalledGrant[]
  readonly hooks: readonly InstalledHook[]
  /** The hooks of one point in the order they run. */
  hooksFor(entity: string, phase: Phase, operation: WriteOperation): readonly InstalledHook[]
  readonly jobs: ReadonlyMap<string, InstalledJob>
  /** The id of a declared job. */
  jobId(job: AnyJob): string | undefined
  readonly contributions: ReadonlyMap<string, readonly InstalledContribution[]>
  /** The portal's pages, navigation, slots and texts. */
  readonly portal: InstalledPortal
  /** Optional plugins that were left out, and why. */
  readonly leftOut: readonly { readonly plugin: string; readonly reason: string }[]
  settings<S extends SettingShape>(of: Settings<S>): SettingValues<S>
}
