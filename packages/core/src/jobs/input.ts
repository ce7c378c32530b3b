import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyJob } from './job.ts'

/** The input as the job's schema reads it; without a schema, as it is. @throws VALIDATION */
export function checkInput(job: AnyJob, input: unknown): unknown {
  if (!job.input) return input
  const read = job.input.safeParse(input)
  if (read.success) return read.data
  const issues = read.error.issues.map((issue) => ({
    path: ['input', ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    code: 'JOB_INPUT',
    message: issue.message,
  }))
  throw new TesseraError('VALIDATION', {}, { issues })
}

/** The input of a run that a schedule starts: none, or an empty object where the schema makes a whole one of it. */
export function scheduledInput(job: AnyJob): unknown {
  return !job.input || job.input.safeParse(undefined).success ? undefined : {}
}
