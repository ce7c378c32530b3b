import { parentPort, workerData } from 'node:worker_threads'
import type { PdfTask } from './pdf-task.ts'
import { Pdfium } from './pdfium.ts'

async function run(task: PdfTask): Promise<unknown> {
  // Each is loaded by the task that needs it.
  if (task.name === 'stamp') return (await import('./stamp-pdf.ts')).stampPdf(task.given.bytes, task.given.stamps)
  const pdfium = await Pdfium.start()
  if (task.name === 'draw') return pdfium.draw(task.given.bytes, task.given.width, task.given.height)
  return pdfium.look(task.given.bytes, task.given.longest, task.given.page)
}

parentPort?.postMessage(await run(workerData as PdfTask))
