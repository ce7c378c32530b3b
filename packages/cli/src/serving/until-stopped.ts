/** Resolves at Ctrl-C, SIGTERM, or when the terminal goes away. A second Ctrl-C ends the process at once. */
export function untilStopped(): Promise<NodeJS.Signals> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      for (const each of signals) process.off(each, stop)
      process.once('SIGINT', () => process.exit(130))
      resolve(signal)
    }
    for (const each of signals) process.on(each, stop)
  })
}
