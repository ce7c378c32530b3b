import type { Client } from '@tessera/client'
import { contactOf, placeOf } from './deal-values.ts'
import { type DuplicateAnswer, Duplicates } from './deals.operations.ts'

export interface Asked {
  readonly customer: string
  readonly line: string
  readonly country: string | null
  readonly place: string | null
  readonly contact: string | null
}

/** Whether a deal seems to be known already; never who has it. Null to whoever asked too often: the form goes on without. */
export async function checkDuplicates(
  api: Client,
  asked: Asked,
  except: string | null,
): Promise<DuplicateAnswer | null> {
  try {
    const { dealDuplicates } = await api.run(Duplicates, {
      customerName: asked.customer,
      productLine: asked.line,
      countryCode: asked.country,
      ...placeOf(asked.place),
      contactEmail: contactOf(asked.contact).contactEmail,
      except,
    })
    return dealDuplicates
  } catch (error) {
    if ((error as { code?: string }).code === 'RATE_LIMITED') return null
    throw error
  }
}

/** What was typed so far, where it is enough to look for: a customer and a product line. */
export function askedOf(data: FormData): Asked | null {
  const text = (name: string): string | null => {
    const value = data.get(name)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  }
  const [customer, line] = [text('customer'), text('line')]
  if (customer === null || line === null) return null
  return { customer, line, country: text('country'), place: text('place'), contact: text('contact') }
}
