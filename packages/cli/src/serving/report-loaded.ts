import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

// Loaded before the program: tells the process that watches (`tessera dev`) which files there are to watch.
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:') && !url.includes('/node_modules/')) process.send?.(fileURLToPath(url))
    return next(url, context)
  },
})

// Nobody could stop this process any more. Listening must not keep it alive.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
