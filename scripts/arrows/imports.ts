import { parseSync, Visitor } from 'oxc-parser'

/** One module that a file names, whichever way: import, re-export, `import()`, a type import, a URL beside the module. */
export interface ImportedModule {
  specifier: string
  /** The names it takes from the module; empty where it takes all or none. */
  names: string[]
  line: number
  /** By `import()`, or of types only: nothing is loaded before it is needed. */
  late?: true
}

/** Every module that a TypeScript, JavaScript or Astro file names. Comments and strings do not count. */
export function importsOf(file: string, source: string): ImportedModule[] {
  return file.endsWith('.astro')
    ? astroScripts(source).flatMap((script) => parse(`${file}.ts`, script))
    : parse(file, source)
}

function parse(file: string, source: string): ImportedModule[] {
  const { program, errors } = parseSync(file, source)
  // The frontmatter of an Astro component is the body of a function: it may return a response.
  const wrong = errors.find(({ message }) => !file.endsWith('.astro.ts') || !message.includes("'return' statement"))
  if (wrong) throw new Error(`${file} cannot be parsed: ${wrong.message}`)
  const found: ImportedModule[] = []
  const add = (node: unknown, names: string[] = [], late = false) => {
    const literal = stringLiteral(node)
    if (literal === undefined) return
    const line = source.slice(0, literal.start).split('\n').length
    found.push({ specifier: literal.value, names, line, ...(late && { late: true as const }) })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.specifiers.map(importedName), node.importKind === 'type'),
    ExportNamedDeclaration: (node) =>
      add(
        node.source,
        node.specifiers.map((specifier) => nameOf(specifier.local)),
      ),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source, [], true),
    TSImportType: (node) => add(node.source, [], true),
    TSExternalModuleReference: (node) => add(node.expression),
    NewExpression(node) {
      if (isNamed(node.callee, 'URL') && node.arguments.length === 2) addRelative(node.arguments[0])
    },
    CallExpression(node) {
      const { callee } = node
      const isResolve = callee.type === 'MemberExpression' && isNamed(callee.property, 'resolve')
      if (isResolve && callee.object.type === 'MetaProperty') add(node.arguments[0])
    },
  }).visit(program)
  return found

  /** A URL names a file of a package only where it is relative; `new URL('/graphql', origin)` is an address. */
  function addRelative(node: unknown) {
    if (stringLiteral(node)?.value.startsWith('.')) add(node)
  }
}

function importedName(specifier: { type: string; imported?: unknown }): string {
  return specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*'
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string }
  return name ?? value ?? '*'
}

function isNamed(node: unknown, name: string): boolean {
  return (node as { type: string; name?: string }).type === 'Identifier' && nameOf(node) === name
}

function stringLiteral(node: unknown): { value: string; start: number } | undefined {
  const literal = node as { type: string; value?: unknown; start: number } | null | undefined
  return literal?.type === 'Literal' && typeof literal.value === 'string'
    ? { value: literal.value, start: literal.start }
    : undefined
}

/** The frontmatter and the scripts of an Astro component, each on the lines where it stands. */
function astroScripts(source: string): string[] {
  const blocks = [
    ...source.matchAll(/^\s*---\n([\s\S]*?)\n---/dg),
    ...source.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/dg),
  ]
  return blocks.map((block) => {
    const [start, end] = block.indices?.[1] ?? [0, 0]
    return source.slice(0, start).replaceAll(/[^\n]/g, ' ') + source.slice(start, end)
  })
}
