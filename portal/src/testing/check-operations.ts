import { pathToFileURL } from 'node:url'
import { type Assembly, buildSchema } from '@tessera/core'
import { parse, validate } from 'graphql'

/** Everything in `*.operations.ts` that the schema does not know, as `file export: what`. */
export async function checkOperations(
  assembly: Assembly,
  files: readonly string[],
): Promise<{ readonly findings: string[]; readonly checked: number }> {
  const schema = buildSchema(assembly)
  const findings: string[] = []
  let checked = 0
  for (const file of files.filter((name) => /\.operations\.(?:ts|js)$/.test(name))) {
    const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      const document = (value as { document?: unknown } | null)?.document
      if (typeof document !== 'string') continue
      checked += 1
      for (const message of problemsOf(document)) findings.push(`${file} ${name}: ${message}`)
    }
  }
  return { findings, checked }

  function problemsOf(document: string): readonly string[] {
    try {
      return validate(schema, parse(document)).map((error) => error.message)
    } catch (error) {
      return [(error as Error).message]
    }
  }
}
