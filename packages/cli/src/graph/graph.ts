import type { Assembly } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { readProject } from '../project/open-project.ts'

interface PluginNode {
  readonly plugin: string
  readonly version: string | null
  readonly needs: readonly string[]
  readonly entities: readonly string[]
  readonly extends: readonly string[]
  readonly permissions: readonly string[]
  /** Ids by which `disable` takes each away. */
  readonly contributions: readonly string[]
}

/** Shows the plugins in the order they are assembled. */
export async function graph(
  { output, project }: CommandContext,
  options: { readonly mermaid?: boolean },
): Promise<void> {
  const { assembly } = await readProject(project)
  const plugins = nodesOf(assembly)
  const leftOut = assembly.leftOut.map(({ plugin, reason }) => `${plugin} (optional) is left out: ${reason}`)
  print(output, { plugins, leftOut: assembly.leftOut }, () =>
    options.mermaid ? mermaid(plugins) : [...plugins.map(describe), ...leftOut].join('\n\n'),
  )
}

function nodesOf(assembly: Assembly): PluginNode[] {
  return assembly.plugins.map(({ name, definition, model }) => ({
    plugin: name,
    version: definition.version ?? null,
    needs: model.needs.map((needed) => needed.modelName),
    entities: model.entities.map((entity) => entity.entityName),
    extends: model.extend.map((extension) => extension.entityName),
    permissions: Object.keys(definition.permissions ?? {}),
    contributions: [
      ...assembly.hooks.filter((hook) => hook.plugin === name).map((hook) => hook.id),
      ...[...assembly.jobs.values()].filter((job) => job.plugin === name).map((job) => job.id),
      ...[...assembly.contributions.values()]
        .flat()
        .filter((contribution) => contribution.plugin === name)
        .map((contribution) => contribution.id),
    ],
  }))
}

function describe(node: PluginNode): string {
  const line = (label: string, items: readonly string[]): string =>
    items.length > 0 ? `\n  ${label.padEnd(12)}${items.join(', ')}` : ''
  const ids = node.contributions.map((id) => `\n    ${id}`).join('')
  return `${node.plugin}${node.version ? ` ${node.version}` : ''}${line('needs', node.needs)}${line('entities', node.entities)}${line('extends', node.extends)}${line('permissions', node.permissions)}${ids ? `\n  contributes${ids}` : ''}`
}

const mermaid = (nodes: readonly PluginNode[]): string =>
  [
    'graph LR',
    ...nodes.flatMap((node) =>
      node.needs.length > 0 ? node.needs.map((needed) => `  ${node.plugin} --> ${needed}`) : [`  ${node.plugin}`],
    ),
  ].join('\n')
