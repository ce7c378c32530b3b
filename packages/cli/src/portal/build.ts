import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'
import { buildProjectPortal, hasPortal } from '../project/portal.ts'

/** Builds the project's portal and tells where it is. @throws PORTAL_BUILD_FAILED */
export async function build({ output, project: where }: CommandContext): Promise<void> {
  const project = await readProject(where)
  if (!hasPortal(project)) {
    print(output, { folder: null, fresh: false }, () => 'No installed plugin has pages: there is no portal to build.')
    return
  }
  const { folder, fresh } = await buildProjectPortal(project, output)
  print(output, { folder, fresh }, () => `The portal is ${fresh ? 'built' : 'up to date'}: ${folder}`)
}
