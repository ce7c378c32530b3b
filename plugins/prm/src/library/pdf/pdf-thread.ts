import { parentPort, workerData } from 'node:worker_threads'
import type { BrandToDraw, PdfTask } from './pdf-task.ts'
import { Pdfium } from './pdfium.ts'

// Each module is loaded by the task that needs it.
async function run(task: PdfTask): Promise<unknown> {
  if (task.name === 'stamp') {
    const stamps = []
    for (const { brand, style, ...at } of task.given.stamps)
      stamps.push({ ...at, pdf: await drawn({ brand, style, ...at }) })
    return (await import('./stamp-pdf.ts')).stampPdf(task.given.bytes, stamps)
  }
  const pdfium = await Pdfium.start()
  if (task.name === 'draw') return pdfium.draw(await drawn(task.given), task.given.width, task.given.height)
  return pdfium.look(task.given.bytes, task.given.longest, task.given.page)
}

async function drawn({ brand, style, width, height }: BrandToDraw): Promise<Uint8Array> {
  const { drawStamp } = await import('../branding/stamp.ts')
  return drawStamp(brand, style, { width, height })
}

parentPort?.postMessage(await run(workerData as PdfTask))
