import { issue } from '../errors/issues.ts'
import { type Issue, Reject, TesseraError } from '../errors/tessera-error.ts'
import type { FieldIssue, HookEvent, Phase, WriteOperation } from '../hooks/event.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { InstalledHook } from '../plugin/assembly.ts'
import type { Context } from '../runtime/context.ts'
import type { Draft } from './draft.ts'

type AnyEvent = HookEvent<any, any>

/** A hook that holds a transaction longer than this is logged with its id: for one row, and for each further one of a batch. */
const slowMs = 100
const slowMsOfFurtherRow = 5

export const eventOf = (entity: EntityMeta, draft: Draft, ctx: Context): AnyEvent => ({
  entity: entity.name,
  operation: draft.operation,
  id: draft.id,
  old: draft.old as never,
  patch: draft.patch,
  row: draft.row as never,
  changed: draft.changed,
  ctx,
})

const concerns = (hook: InstalledHook, draft: Draft): boolean =>
  hook.fields === null || draft.operation !== 'update' || hook.fields.some((field) => draft.changed.has(field))

export interface HookCall {
  readonly entity: EntityMeta
  readonly operation: WriteOperation
  readonly hooks: readonly InstalledHook[]
  /** The context a hook gets: the caller's, one deeper in the chain that guards against circles. */
  contextFor(hook: InstalledHook): Context
}

/** Runs `validate` hooks on every row and gathers what they find. */
export async function runValidate(call: HookCall, drafts: readonly Draft[]): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const hook of call.hooks) {
    const ctx = call.contextFor(hook)
    for (const draft of drafts) {
      if (!concerns(hook, draft)) continue
      const found = (await guarded(hook, ctx, () => hook.handler(eventOf(call.entity, draft, ctx) as never))) as
        | readonly FieldIssue[]
        | undefined
      for (const { field, code, message } of found ?? []) {
        const said = issue([...draft.path, field], 'HOOK', { message })
        issues.push({ path: said.path, code, message: said.message })
      }
    }
  }
  return issues
}

/** Runs `before` hooks in order; `apply` takes each patch in, so that the next hook sees it. */
export async function runBefore(
  call: HookCall,
  drafts: readonly Draft[],
  apply: (draft: Draft, patch: unknown, hook: InstalledHook) => void,
): Promise<void> {
  for (const hook of call.hooks) {
    const ctx = call.contextFor(hook)
    const concerned = drafts.filter((draft) => concerns(hook, draft))
    if (concerned.length === 0) continue
    if (hook.batch) {
      const events = concerned.map((draft) => eventOf(call.entity, draft, ctx))
      const patches = (await guarded(hook, ctx, () => hook.handler(events as never), events.length)) as
        | readonly unknown[]
        | undefined
      for (const [index, draft] of concerned.entries()) if (patches?.[index]) apply(draft, patches[index], hook)
    } else {
      for (const draft of concerned) {
        const patch = await guarded(hook, ctx, () => hook.handler(eventOf(call.entity, draft, ctx) as never))
        if (patch) apply(draft, patch, hook)
      }
    }
  }
}

/** Runs `after` hooks in order. */
export async function runAfter(call: HookCall, drafts: readonly Draft[]): Promise<void> {
  for (const hook of call.hooks) {
    const ctx = call.contextFor(hook)
    const concerned = drafts.filter((draft) => concerns(hook, draft))
    if (concerned.length === 0) continue
    if (hook.batch)
      await guarded(
        hook,
        ctx,
        () => hook.handler(concerned.map((draft) => eventOf(call.entity, draft, ctx)) as never),
        concerned.length,
      )
    else
      for (const draft of concerned)
        await guarded(hook, ctx, () => hook.handler(eventOf(call.entity, draft, ctx) as never))
  }
}

/** The hooks of one phase of one write. */
export const phaseOf = (hooks: HookCall['hooks'], phase: Phase): HookCall['hooks'] =>
  hooks.filter((hook) => hook.phase === phase)

async function guarded(hook: InstalledHook, ctx: Context, run: () => unknown, rows = 1): Promise<unknown> {
  const started = performance.now()
  try {
    return await run()
  } catch (error) {
    // A hook's veto and coded errors are for the caller; anything else is a fault of the hook.
    if (error instanceof Reject || error instanceof TesseraError) throw error
    throw new TesseraError(
      'HOOK_FAILED',
      { hook: hook.id, reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  } finally {
    const ms = Math.round(performance.now() - started)
    if (ms > slowMs + (rows - 1) * slowMsOfFurtherRow && hook.phase !== 'validate')
      ctx.log.warn({ hook: hook.id, ms, rows }, 'slow hook in a transaction')
  }
}
