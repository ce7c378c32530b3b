import autocannon from 'autocannon'
import { quantile } from '../report/statistics.ts'
import type { Load, LoadFigures, LoadRequest } from './run-load.ts'

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

async function run({ url, requests, headers, connections, seconds, amount, apart }: Load): Promise<LoadFigures> {
  const times: number[] = []
  const sent = requests.map((request) => ({ ...asSent(request), headers: { ...headers, ...request.headers } }))
  let [bytes, begun] = [0, 0]
  const started = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>()
  const instance = autocannon(
    {
      url,
      connections,
      ...(amount === undefined ? { duration: seconds } : { amount }),
      // In seconds: one that takes longer counts as an error.
      timeout: 60,
      // So often, in ms, it looks whether it is done: each second unless told, and a second is what some rounds take.
      sampleInt: 20,
      requests: sent,
      ...(apart && {
        setupClient(client: autocannon.Client) {
          const at = Math.floor((sent.length * begun++) / connections) % sent.length
          client.setRequests([...sent.slice(at), ...sent.slice(0, at)])
        },
      }),
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

const asSent = ({ path, body }: LoadRequest) =>
  body === undefined ? { method: 'GET' as const, path } : { method: 'POST' as const, path, body }
