import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AstroInlineConfig, AstroIntegration } from 'astro'
import { errorPageEntry, errorPagePath } from '../own-pages/own-pages.ts'
import { pagesOnly } from './pages-only.ts'
import type { PortalSpec } from './portal-spec.ts'
import { usedFiles } from './used-files.ts'
import { virtualModules } from './virtual-module.ts'

/** Below which path the portal's style sheets, scripts and images are. */
export const assetsFolder = '_portal'

/** The configuration of one build, in a folder of its own. */
export function astroConfig(spec: PortalSpec, root: string, files: Set<string>): AstroInlineConfig {
  return {
    configFile: false,
    root,
    output: 'server',
    outDir: './dist',
    srcDir: './src',
    publicDir: './public',
    logLevel: 'error',
    trailingSlash: 'ignore',
    compressHTML: true,
    devToolbar: { enabled: false },
    build: { assets: assetsFolder, inlineStylesheets: 'never' },
    // The server refuses requests of other sites itself, and knows its public address.
    security: { checkOrigin: false },
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    adapter: portalIntegration(spec),
    vite: {
      plugins: [pagesOnly(), virtualModules(spec), usedFiles(files)],
      build: { assetsInlineLimit: 0, cssMinify: true, sourcemap: false },
      // A build stands alone: nothing is looked up beside it when it runs.
      environments: { ssr: { resolve: { noExternal: true } }, prerender: { resolve: { noExternal: true } } },
      logLevel: 'error',
    },
  }
}

/** Puts the pages at their paths, and hands requests to our own entry instead of a port. */
const portalIntegration = (spec: PortalSpec): AstroIntegration => ({
  name: '@tessera/portal',
  hooks: {
    'astro:config:setup': ({ injectRoute, addMiddleware }) => {
      for (const { path, entry } of [...spec.pages, { path: errorPagePath, entry: fileURLToPath(errorPageEntry) }])
        injectRoute({ pattern: path, entrypoint: pathToFileURL(entry), prerender: false })
      addMiddleware({ order: 'pre', entrypoint: new URL(import.meta.resolve('../runtime/middleware.ts')) })
    },
    'astro:config:done': ({ setAdapter }) => {
      setAdapter({
        name: '@tessera/portal',
        entrypointResolution: 'auto',
        serverEntrypoint: new URL(import.meta.resolve('../runtime/entry.ts')),
        supportedAstroFeatures: { serverOutput: 'stable', hybridOutput: 'stable', staticOutput: 'unsupported' },
      })
    },
  },
})
