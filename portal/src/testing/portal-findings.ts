import { assemble, type Plugin } from '@tessera/core'
import { ownTranslations } from '../own-pages/own-pages.ts'
import { checkOperations } from './check-operations.ts'
import { checkTranslations } from './check-translations.ts'
import { portalFiles } from './portal-files.ts'

export interface PortalFindingsOptions {
  /** The plugin under test last, after all it needs. */
  readonly plugins: readonly Plugin[]
  /** Where settings are looked for. */
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * What is wrong with a plugin's portal parts: operations in `*.operations.ts` that the schema does not have, texts that a language
 * lacks or that nobody wrote.
 * @example it('asks and says what there is', async () => expect(await portalFindings({ plugins: [customers(), orders()] })).toEqual([]))
 */
export async function portalFindings({ plugins, environment = {} }: PortalFindingsOptions): Promise<readonly string[]> {
  const assembly = assemble({ plugins }, { environment })
  const portal = assembly.plugins.find(({ model }) => model === plugins.at(-1)?.model)?.definition.portal ?? {}
  const files = await portalFiles(portal)
  const { findings, checked } = await checkOperations(assembly, files)
  if (checked === 0 && files.some((file) => file.includes('.operations.')))
    findings.push('no operation is exported from the *.operations.ts files')
  const all = [...ownTranslations, ...assembly.portal.translations.map(({ files }) => files)]
  const named = (portal.nav ?? []).flatMap(({ label, group }) => (group ? [label, group] : [label]))
  return [...findings, ...(await checkTranslations(all, portal.translations, files, named))]
}
