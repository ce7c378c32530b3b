import { type FormFields, type FormOptions, type FormState, handleForm } from '@tessera/portal/runtime'
import { askedOf, checkDuplicates } from './check-duplicates.ts'
import { dealFields, dealPaths } from './deal-values.ts'
import type { DuplicateAnswer } from './deals.operations.ts'

type Page = Parameters<typeof handleForm>[0]
type Fields = ReturnType<typeof dealFields>

export interface DealFormOptions {
  readonly currencies: readonly string[]
  readonly initial: FormOptions<Fields>['initial']
  /** The registration that is changed, which is not compared with itself. */
  readonly except: string | null
  submit(
    values: Parameters<FormOptions<Fields>['submit']>[0],
    submission: Parameters<FormOptions<Fields>['submit']>[1],
  ): ReturnType<FormOptions<Fields>['submit']>
}

/**
 * The form of a deal with what its duplicates are: asked by the «check» button (or as one types), and before anything is submitted that
 * seems to be known; then whoever sends it says that he knows.
 */
export async function handleDealForm(
  page: Page,
  { currencies, initial, except, submit }: DealFormOptions,
): Promise<{ readonly form: FormState; readonly duplicates: DuplicateAnswer | null }> {
  const { portal } = page.locals
  const { visit } = portal.host
  const fields = dealFields(currencies)
  const sent = page.request.method === 'POST' ? await visit.form() : null
  if (sent?.get('intent') === 'check' && !sent.has('held')) {
    visit.requireFormToken(sent.get('token'))
    const asked = askedOf(sent)
    const typed = Object.fromEntries(
      Object.keys(fields).map((name) => [name, sent.getAll(name).filter((value) => typeof value === 'string')]),
    )
    // Looked at only: the page comes back as it was typed.
    const looked = { ...page, locals: page.locals, response: page.response, request: new Request(portal.url) }
    const form = await handleForm(looked, {
      fields: fields as FormFields,
      initial: typed,
      submit: async () => undefined,
    })
    return { form, duplicates: asked && (await checkDuplicates(portal.api, asked, except)) }
  }
  let duplicates: DuplicateAnswer | null = null
  const form = await handleForm(page, {
    fields,
    initial: initial ?? {},
    paths: dealPaths,
    async submit(values, submission) {
      if (submission.intent !== 'draft') {
        duplicates = await checkDuplicates(portal.api, values, except)
        // What is taken is for the API to refuse: it knows a form that comes twice, whose first has taken it.
        if (duplicates && !duplicates.taken && duplicates.level !== 'none' && !values.known)
          submission.refuse('', portal.t('prm.deal.known.ask'))
      }
      return submit(values, submission)
    },
  })
  return { form, duplicates }
}
