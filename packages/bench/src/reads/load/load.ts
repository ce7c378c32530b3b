import autocannon from 'autocannon'
import { quantile } from '../report/statistics.ts'
import type { Load, LoadFigures } from './run-load.ts'

// The process load comes from: does what it is told, one load after the other.
process.on('message', async (load: Load) => {
  try {
    process.send?.({ figures: await run(load) })
  } catch (error) {
    process.send?.({ error: String(error) })
  }
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })

async function run({ url, requests, headers, connections, seconds, amount }: Load): Promise<LoadFigures> {
  const times: number[] = []
  let bytes = 0
  const started = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>()
  const instance = autocannon(
    {
      url,
      connections,
      ...(amount === undefined ? { duration: seconds } : { amount }),
      // In seconds: one that takes longer counts as an error.
      timeout: 60,
      requests: requests.map(({ path, body }) => ({ method: 'POST' as const, path, body, headers })),
    },
    (error, result) => (error ? reject(error) : resolve(result)),
  )
  instance.on('response', (_client, _status, resBytes, responseTime) => {
    times.push(responseTime)
    bytes += resBytes
  })
  const result = await promise
  const took = (performance.now() - started) / 1000
  times.sort((a, b) => a - b)
  return {
    perSecond: times.length / took,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    answers: times.length,
    failed: result.non2xx + result.errors + result.timeouts,
    bytesEach: times.length === 0 ? 0 : Math.round(bytes / times.length),
  }
}
