import type { Client } from '@tessera/client'
import type { Portal } from '@tessera/portal/runtime'
import { uploadFiles } from '../deals/upload-files.ts'
import { AddProofs, ClaimState, CreateClaim, DropClaim, SubmitClaim } from './request.operations.ts'

/**
 * Claims with proof: makes the claim, hands its files in, submits it. One that is refused on the way leaves nothing behind; one that is sent
 * twice was handed in by the first.
 * @throws FileRefused, and what the API refuses
 */
export async function sendClaim(
  portal: Portal,
  once: Client,
  input: object,
  files: readonly (File | string)[],
): Promise<void> {
  const { createFundClaim } = await once.run(CreateClaim, { input })
  const { id } = createFundClaim
  const { fundClaim } = await portal.api.run(ClaimState, { id })
  if (fundClaim?.status !== 'draft') return
  try {
    const proofs = await uploadFiles(portal, files)
    if (proofs.length > 0) await once.run(AddProofs, { inputs: proofs.map((file) => ({ claim: id, file })) })
    await once.run(SubmitClaim, { id })
  } catch (error) {
    await portal.api.run(DropClaim, { id })
    throw error
  }
}
