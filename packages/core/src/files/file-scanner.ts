import { contributionPoint } from '../contributions/contribution.ts'

/** A file on its way in. */
export interface IncomingFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** Looks at a file before it is kept. Gives the reason, as a sentence for who handed it in, why it is refused; null lets it pass. */
export type FileScanner = (file: IncomingFile) => Promise<string | null>

/**
 * Where virus scanners and the like look at what is handed in. One that fails refuses the file.
 * @example contributes: [fileScanners.add('clamav', (file) => clamd.scan(file.bytes))]
 */
export const fileScanners = contributionPoint<FileScanner>('core.fileScanners')
