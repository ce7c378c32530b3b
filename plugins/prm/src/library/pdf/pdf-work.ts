import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Reject } from '@tessera/core'
import type { PdfTaskName, PdfTasks } from './pdf-task.ts'
import type { PdfRefusal } from './pdfium.ts'

/** So long a PDF may take; one that is made to take for ever ends then. */
const patienceMs = 60_000
const memoryMb = 512
const atOnce = 2

let busy = 0
const waiting: (() => void)[] = []

/**
 * Does something with a PDF in a thread of its own, two at a time: whatever is in the file, the server goes on.
 * @throws Reject prm.assetBroken, prm.assetEncrypted, prm.assetSlow
 */
export async function inPdfThread<N extends PdfTaskName>(
  name: N,
  given: PdfTasks[N]['given'],
): Promise<PdfTasks[N]['found']> {
  if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else busy++
  try {
    return accepted<N>(await answerOf(name, given))
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
}

async function answerOf(name: PdfTaskName, given: object): Promise<unknown> {
  const file = import.meta.url.endsWith('.ts') ? './pdf-thread.ts' : './pdf-thread.js'
  const thread = new Worker(new URL(file, import.meta.url), {
    name: 'tessera-pdf',
    workerData: { name, given },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  try {
    const [answer] = await once(thread, 'message', { signal: AbortSignal.timeout(patienceMs) })
    return answer
  } catch (error) {
    // A busy machine is no fault of the file; memory or what the libraries expect may be.
    if (error instanceof Error && error.name === 'AbortError') return 'slow'
    return 'broken' satisfies PdfRefusal
  } finally {
    await thread.terminate()
  }
}

function accepted<N extends PdfTaskName>(answer: unknown): PdfTasks[N]['found'] {
  if (answer === 'slow')
    throw new Reject('prm.assetSlow', 'Reading this PDF took too long. Try again; if it stays so, use a simpler one.')
  if (answer === 'encrypted')
    throw new Reject('prm.assetEncrypted', 'This PDF is protected by a password. Hand in one that is not.')
  if (answer === 'broken')
    throw new Reject(
      'prm.assetBroken',
      'This PDF can not be read; it may be damaged. Open it, save it anew, and hand that in.',
    )
  return answer as PdfTasks[N]['found']
}
