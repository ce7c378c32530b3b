import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Texts that travel through a browser and come back: nobody else can read, make or change them. */
export interface SealedTexts {
  /** @param purpose what it is for; it opens for nothing else */
  seal(purpose: string, text: string, seconds: number): string
  /** The text, or null where it is not ours, for something else, or too old. */
  unseal(purpose: string, sealed: unknown): string | null
}

/** AES-256-GCM, with a key for each purpose made from the secret; the end of its life is under the seal, too. */
export function sealedTexts(secret: string, now: () => number = Date.now): SealedTexts {
  const keys = new Map<string, Buffer>()
  const keyFor = (purpose: string): Buffer => {
    const known = keys.get(purpose)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'tessera', `sealed ${purpose}`, 32))
    keys.set(purpose, key)
    return key
  }
  return {
    seal(purpose, text, seconds) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const until = Math.floor(now() / 1000) + seconds
      const body = Buffer.concat([cipher.update(`${until}\n${text}`, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal(purpose, sealed) {
      if (typeof sealed !== 'string') return null
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < 29) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
        decipher.setAuthTag(bytes.subarray(12, 28))
        const opened = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
        const end = opened.indexOf('\n')
        return Number(opened.slice(0, end)) * 1000 > now() ? opened.slice(end + 1) : null
      } catch {
        // The seal is broken: whatever it is, we did not write it.
        return null
      }
    },
  }
}
