import { readFileSync } from 'node:fs'
import type { Crm } from '@tessera/core'
import type { Route } from '../routing/route.ts'
import { type ReadinessCheck, runChecks } from './readiness.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/**
 * `/health`: the process lives, and what runs in it; asks nobody else, so that a lost database does not get it restarted.
 * `/ready`: whether it can do its work; 503 until every check passes.
 */
export function healthRoutes(crm: Crm, checks: readonly ReadinessCheck[], stopping: () => boolean): Route[] {
  const { plugins, leftOut } = crm.assembly
  const database = `${crm.database.kind} ${crm.database.version.text}`
  return [
    {
      method: 'GET',
      path: '/health',
      handle: () =>
        Response.json({
          status: leftOut.length === 0 ? 'ok' : 'degraded',
          versions: { tessera: version, node: process.versions.node, database },
          plugins: plugins.map(({ name, definition }) => ({ name, version: definition.version ?? null })),
          leftOut: leftOut.map(({ plugin, reason }) => ({ plugin, reason })),
        }),
    },
    {
      method: 'GET',
      path: '/ready',
      async handle({ log }) {
        if (stopping()) return Response.json({ status: 'stopping', checks: {} }, { status: 503 })
        const results = await runChecks(checks, log)
        const ready = Object.values(results).every((result) => result.ok)
        return Response.json({ status: ready ? 'ready' : 'not ready', checks: results }, { status: ready ? 200 : 503 })
      },
    },
  ]
}
