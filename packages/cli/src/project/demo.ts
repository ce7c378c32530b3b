import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Crm, TesseraError, User } from '@tessera/core'
import { createSignIn, type DemoSignIn } from '@tessera/server'

/** Synthetic data for a first look, and the people who can sign in to it. */
export interface Demo {
  /** Raised when the data changes; a project seeded with an older one is brought up to date. */
  readonly version: number
  readonly signIns: readonly DemoSignIn[]
  /** Writes the data through the same pipeline as everything else. May be stopped and run again: it upserts. */
  seed(work: { readonly crm: Crm; progress(done: number, total: number, what: string): void }): Promise<void>
}

/** Declares a project's demo data, in `demo.ts` beside `tessera.config.ts`; `tessera start --demo` uses it. */
export function defineDemo(demo: Demo): Demo {
  return demo
}

/** The project's demo data, if it ships some. */
export async function findDemo(folder: string): Promise<Demo | null> {
  for (const name of ['demo.ts', 'demo.js']) {
    const file = join(folder, name)
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return ((await import(pathToFileURL(file).href)) as { default: Demo }).default
  }
  return null
}

/** Seeds once, and again only after `version` was raised. Gives whether it did. */
export async function seedDemo(
  crm: Crm,
  demo: Demo,
  progress: (done: number, total: number, what: string) => void,
): Promise<boolean> {
  const [seeded] = await crm.database.pipeline([
    { text: `select value from tessera.setting where plugin = 'core' and name = 'demo'` },
  ])
  const known = (seeded?.rows[0] as { value: { version: number } } | undefined)?.value.version
  if (known === demo.version) return false
  await demo.seed({ crm, progress })
  for (const [index, person] of demo.signIns.entries()) {
    progress(index, demo.signIns.length, 'sign-ins')
    const [user] = await crm
      .system('demo', 'gives the demo’s people their sign-ins')
      .list(User, { where: { email: { eq: person.email } }, limit: 1 })
    if (!user) throw new TesseraError('SIGN_IN_UNKNOWN', { email: person.email })
    await createSignIn(crm, user.id, { password: person.password })
  }
  await crm.database.pipeline([
    {
      text: `insert into tessera.setting (plugin, name, value, updated_at) values ('core', 'demo', $1, now())
        on conflict (plugin, name) do update set value = excluded.value, updated_at = excluded.updated_at`,
      values: [JSON.stringify({ version: demo.version })],
    },
  ])
  return true
}
