import { join } from 'node:path'
import { type Launched, launch, readProject } from '@tessera/cli'

/** The quick start's folder. */
export const exampleFolder = join(import.meta.dirname, '../../../../examples/distributor')

/** Runs the quick start within this process, with what the environment says for it, while `work` runs. */
export async function withQuickStart<T>(
  env: Readonly<Record<string, string>>,
  work: (launched: Launched) => Promise<T>,
): Promise<T> {
  const launched = await open(env)
  try {
    return await work(launched)
  } finally {
    await launched.close()
  }
}

/** The environment is as it was afterwards: scenarios that come later have databases of their own. */
async function open(env: Readonly<Record<string, string>>): Promise<Launched> {
  const before = { ...process.env }
  Object.assign(process.env, env)
  try {
    const output = { json: true, out: () => undefined, err: () => undefined }
    return await launch(await readProject({ cwd: exampleFolder }), { output, migrate: false, logLevel: 'error' })
  } finally {
    for (const name of Object.keys(env)) delete process.env[name]
    Object.assign(process.env, before)
  }
}
