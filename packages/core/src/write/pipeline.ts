import { setImmediate as turn } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Actor } from '../access/actor.ts'
import { type Issue, Reject, TesseraError } from '../errors/tessera-error.ts'
import type { WriteOperation } from '../hooks/event.ts'
import { type AnyRow, decodeRow, sameValue } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { InstalledHook } from '../plugin/assembly.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Rows, Unit } from '../runtime/unit.ts'
import type { ValueSettings } from '../values/parse-value.ts'
import { writeError } from './database-errors.ts'
import type { Draft } from './draft.ts'
import { partsOf } from './parts.ts'
import { preparedWrite } from './prepared.ts'
import { defaultsFor, missingFields, type ReadInput, readInput, type Writable } from './read-input.ts'
import { type Asked, lookUp, referenceChecks, unknownReferences } from './references.ts'
import { type HookCall, runAfter, runBefore, runValidate } from './run-hooks.ts'
import { formatNumber, sequenceFields, takeNumbers } from './sequences.ts'
import { dependentLookups, refuseReferenced } from './side-effects.ts'
import { lockStatement, writeStatement } from './statements.ts'
import { callValues, type Written, writtenValues } from './written.ts'

/** Writes of one call: every row passes the same phases together, in one statement a phase. */
export class Pipeline {
  readonly #ctx: ContextImpl
  readonly #entity: EntityMeta

  constructor(ctx: ContextImpl, entity: EntityMeta) {
    this.#ctx = ctx
    this.#entity = entity
  }

  get #actor(): Actor {
    return this.#ctx.actor
  }

  get #values(): ValueSettings {
    return { region: this.#ctx.company.region }
  }

  async create(inputs: readonly unknown[], pathOf: (index: number) => Issue['path']): Promise<AnyRow[]> {
    if (inputs.length === 0) return []
    this.#mayAtAll('create')
    const issues: Issue[] = []
    const read = inputs.map((input, index) => this.#read(input, pathOf(index), 'create', issues))
    const hooks = this.#hooks('create', 'before')
    const drafts = read.map((input, index) => this.#newDraft(input, pathOf(index)))
    if (issues.length > 0 || hooks.length === 0)
      for (const draft of drafts) addNew(issues, missingFields(this.#entity, draft.patch, draft.path, hooks.length > 0))
    refuse(issues)
    await this.#validate('create', drafts)
    this.#ctx.willWrite(() => drafts.map((draft) => draft.id))
    return this.#ctx.inTransaction(async (ctx, unit) => {
      const pipeline = new Pipeline(ctx, this.#entity)
      await pipeline.#beforeSeen(unit, 'create', drafts)
      refuse(drafts.flatMap((draft) => missingFields(this.#entity, draft.patch, draft.path)))
      await pipeline.#numbers(unit, drafts)
      await pipeline.#checkReferences(unit, drafts)
      await pipeline.#write(unit, 'create', drafts, [...this.#entity.fields.values()], this.#endsWith('create'))
      await pipeline.#after('create', drafts)
      return drafts.map((draft) => draft.row)
    })
  }

  async update(
    items: readonly { id: string; patch: unknown; ifVersion?: number | undefined; path: Issue['path'] }[],
  ): Promise<AnyRow[]> {
    if (items.length === 0) return []
    this.#mayAtAll('update')
    const issues: Issue[] = []
    const read = items.map((item) => this.#read(item.patch, item.path, 'update', issues))
    refuse(issues)
    const makeDrafts = (old: ReadonlyMap<string, AnyRow>): Draft[] =>
      items.map((item, index) => {
        const row = old.get(item.id) as AnyRow
        const input = read[index] as ReadInput
        const draft: Draft = {
          id: item.id,
          operation: 'update',
          path: item.path,
          ifVersion: item.ifVersion,
          given: new Set(Object.keys(input.values)),
          patch: input.values,
          externalKeys: input.externalKeys,
          old: row,
          row,
          changed: new Set(),
        }
        merge(draft)
        return draft
      })
    const ids = items.map((item) => item.id)
    this.#distinct(ids)
    if (this.#hooks('update', 'validate').length > 0) {
      const seen = await this.#ctx.readRows(this.#entity, ids)
      await this.#validate('update', makeDrafts(this.#found(ids, seen)))
    }
    this.#ctx.willWrite(() => ids)
    return this.#ctx.inTransaction(async (ctx, unit) => {
      const pipeline = new Pipeline(ctx, this.#entity)
      const old = await pipeline.#lock(unit, 'update', items)
      const drafts = makeDrafts(old)
      const touched = drafts.filter((draft) => draft.changed.size > 0 || draft.externalKeys !== undefined)
      if (touched.length > 0) {
        await pipeline.#beforeSeen(unit, 'update', touched)
        refuse(touched.flatMap((draft) => missingFields(this.#entity, draft.row, draft.path)))
        await pipeline.#checkReferences(unit, touched)
        const names = new Set(touched.flatMap((draft) => [...draft.changed]))
        const fields = [...this.#entity.fields.values()].filter((field) => names.has(field.name))
        await pipeline.#write(unit, 'update', touched, fields, this.#endsWith('update'))
        await pipeline.#after('update', touched)
      }
      return drafts.map((draft) => draft.row)
    })
  }

  /** Moves rows to the recycle bin, or back. What refers to them follows, goes empty or forbids it, as its ref says. */
  async bin(
    operation: 'delete' | 'restore',
    items: readonly { id: string; ifVersion?: number | undefined; path: Issue['path'] }[],
  ): Promise<AnyRow[]> {
    if (items.length === 0) return []
    this.#mayAtAll('delete')
    const ids = items.map((item) => item.id)
    this.#distinct(ids)
    const makeDrafts = (old: ReadonlyMap<string, AnyRow>): Draft[] =>
      items.map((item) => {
        const row = old.get(item.id) as AnyRow
        return {
          id: item.id,
          operation,
          path: item.path,
          ifVersion: item.ifVersion,
          given: new Set(),
          patch: {},
          externalKeys: undefined,
          old: row,
          row: operation === 'delete' ? row : { ...row, deletedAt: null },
          changed: new Set<string>(),
        }
      })
    if (this.#hooks(operation, 'validate').length > 0) {
      const seen = await this.#ctx.readRows(this.#entity, ids, 'any')
      await this.#validate(operation, makeDrafts(this.#found(ids, seen)))
    }
    this.#ctx.willWrite(() => ids)
    return this.#ctx.inTransaction(async (ctx, unit) => {
      const pipeline = new Pipeline(ctx, this.#entity)
      const drafts = makeDrafts(await pipeline.#lock(unit, operation, items))
      const touched = drafts.filter((draft) => (draft.old?.deletedAt === null) === (operation === 'delete'))
      if (touched.length > 0) {
        await pipeline.#before(operation, touched)
        if (operation === 'delete')
          await pipeline.#releaseDependents(
            unit,
            touched.map((draft) => draft.id),
          )
        await pipeline.#write(unit, operation, touched, [], this.#endsWith(operation))
        await pipeline.#after(operation, touched)
      }
      return drafts.map((draft) => draft.row)
    })
  }

  #hooks(operation: WriteOperation, phase: 'validate' | 'before' | 'after'): readonly InstalledHook[] {
    return this.#ctx.crm.assembly.hooksFor(this.#entity.name, phase, operation)
  }

  /** Whether the write is the end of its transaction, so that the COMMIT can go along: it has its own, and no hook follows. */
  #endsWith(operation: WriteOperation): boolean {
    return !this.#ctx.isWithin && this.#hooks(operation, 'after').length === 0
  }

  #call(operation: WriteOperation, phase: 'validate' | 'before' | 'after'): HookCall {
    return {
      entity: this.#entity,
      operation,
      hooks: this.#hooks(operation, phase),
      contextFor: (hook) => this.#ctx.within(`${hook.id} (${this.#entity.name}.${operation})`),
    }
  }

  async #validate(operation: WriteOperation, drafts: readonly Draft[]): Promise<void> {
    refuse(await runValidate(this.#call(operation, 'validate'), drafts))
  }

  async #before(operation: WriteOperation, drafts: readonly Draft[]): Promise<void> {
    const bin = operation === 'delete' || operation === 'restore'
    await runBefore(this.#call(operation, 'before'), drafts, (draft, patch, hook) => {
      if (bin) return
      const issues: Issue[] = []
      const read = readInput(this.#entity, patch, draft.path, 'all', this.#values, issues)
      refuse(issues.map((found) => ({ ...found, message: `${found.message} (from hook ${hook.id})` })))
      Object.assign(draft.patch, read.values)
      if (read.externalKeys) draft.externalKeys = read.externalKeys
      merge(draft)
    })
  }

  async #after(operation: WriteOperation, drafts: readonly Draft[]): Promise<void> {
    await runAfter(this.#call(operation, 'after'), drafts)
  }

  #mayAtAll(operation: 'create' | 'update' | 'delete'): void {
    if (this.#actor.kind === 'system' || this.#ctx.crm.access.may(this.#actor, this.#entity, operation)) return
    throw this.#forbidden(operation)
  }

  #forbidden(operation: string): TesseraError {
    return new TesseraError('FORBIDDEN', { who: whoIs(this.#actor), op: operation, what: `this ${this.#entity.name}` })
  }

  #read(input: unknown, path: Issue['path'], operation: 'create' | 'update', issues: Issue[]): ReadInput {
    const writable: Writable =
      this.#actor.kind === 'system' ? 'all' : this.#ctx.crm.access.writableFields(this.#actor, this.#entity, operation)
    return readInput(this.#entity, input, path, writable, this.#values, issues)
  }

  #newDraft(input: ReadInput, path: Issue['path']): Draft {
    const given = new Set(Object.keys(input.values))
    const patch = { ...defaultsFor(this.#entity, input.values), ...input.values }
    const now = this.#ctx.now()
    const by = 'id' in this.#actor ? this.#actor.id : null
    const system = {
      createdAt: now,
      createdBy: by,
      updatedAt: now,
      updatedBy: by,
      version: 1,
      deletedAt: null,
      externalKeys: input.externalKeys ?? {},
    }
    const draft: Draft = {
      id: input.id ?? uuidv7(),
      operation: 'create',
      path,
      ifVersion: undefined,
      given,
      patch,
      externalKeys: input.externalKeys,
      old: null,
      row: { ...system } as never,
      changed: new Set(),
    }
    draft.row = { ...system, id: draft.id } as never
    merge(draft)
    return draft
  }

  async #lock(
    unit: Unit,
    operation: WriteOperation,
    items: readonly { id: string; ifVersion?: number | undefined }[],
  ): Promise<Map<string, AnyRow>> {
    const ids = items.map((item) => item.id)
    const { access } = this.#ctx.crm
    const { kind } = this.#actor
    const statement = preparedWrite(access, `lock ${this.#entity.name} ${operation} ${kind}`, () =>
      lockStatement(this.#entity, operation, kind, access),
    )
    const { rows } = await unit.write<{ row: Record<string, unknown>; readable: boolean; allowed: boolean }>(
      this.#actor,
      { ...statement, values: [ids] },
    )
    const found = new Map<string, AnyRow>()
    for (const { row, readable, allowed } of rows) {
      if (!readable && !allowed) continue
      if (!allowed) throw this.#forbidden(operation)
      const decoded = decodeRow(this.#entity, row)
      if (decoded.deletedAt === null || operation === 'restore' || operation === 'delete')
        found.set(decoded.id, decoded)
    }
    const known = this.#found(ids, found)
    for (const { id, ifVersion } of items) {
      const actual = known.get(id)?.version
      if (ifVersion !== undefined && ifVersion !== actual) {
        throw new TesseraError('CONFLICT', { entity: this.#entity.name, id, expected: ifVersion, actual })
      }
    }
    return known
  }

  #found(ids: readonly string[], rows: ReadonlyMap<string, AnyRow>): Map<string, AnyRow> {
    const missing = ids.find((id) => !rows.has(id))
    if (missing !== undefined) throw new TesseraError('NOT_FOUND', { entity: this.#entity.name, id: missing })
    return new Map(rows)
  }

  #distinct(ids: readonly string[]): void {
    const seen = new Set<string>()
    const twice = ids.find((id) => seen.size === seen.add(id).size)
    if (twice !== undefined) throw new TesseraError('TWICE', { entity: this.#entity.name, id: twice })
  }

  async #numbers(unit: Unit, drafts: readonly Draft[]): Promise<void> {
    for (const field of sequenceFields(this.#entity)) {
      const wanting = drafts.filter((draft) => !draft.patch[field.name])
      if (wanting.length === 0) continue
      const now = this.#ctx.now()
      const { rows } = await unit.write<{ last: string }>(
        this.#actor,
        takeNumbers(this.#entity, field, wanting.length, now),
      )
      const first = BigInt(rows[0]?.last ?? '0') - BigInt(wanting.length) + 1n
      for (const [index, draft] of wanting.entries()) {
        draft.patch[field.name] = formatNumber(field.definition.pattern ?? '{0}', first + BigInt(index), now)
        merge(draft)
      }
    }
  }

  /**
   * Runs `before` hooks, which read as the system: where one vetoes a write that leads to rows the caller may not see, the caller hears that there are no such
   * rows, and nothing of the veto, which could tell of them. The same where it found no row: else that would tell the two apart.
   */
  async #beforeSeen(unit: Unit, operation: 'create' | 'update', drafts: readonly Draft[]): Promise<void> {
    try {
      await this.#before(operation, drafts)
    } catch (error) {
      const told = error instanceof Reject || error instanceof TesseraError
      if (told && this.#actor.kind !== 'system')
        // Where the database refused something, the transaction answers nothing more: then that is the error.
        await this.#checkReferences(unit, drafts, 'given').catch((unknown) => {
          throw unknown instanceof TesseraError && unknown.code === 'VALIDATION' ? unknown : error
        })
      throw error
    }
  }

  async #checkReferences(unit: Unit, drafts: readonly Draft[], asked: Asked = 'all'): Promise<void> {
    const checks = referenceChecks(this.#entity, drafts, this.#ctx.registry, asked)
    if (checks.length === 0) return
    const found = await lookUp(unit, this.#actor, checks, (target) => this.#readable(target))
    refuse(unknownReferences(this.#entity, drafts, this.#ctx.registry, found, asked))
  }

  #readable(target: EntityMeta): boolean {
    return this.#actor.kind === 'system' || this.#ctx.crm.access.may(this.#actor, target, 'read')
  }

  async #releaseDependents(unit: Unit, ids: readonly string[]): Promise<void> {
    const system = this.#ctx.asSystem(`follows the deletion of ${this.#entity.name}`)
    for (const dependents of dependentLookups(this.#entity, ids)) {
      const { rows } = await unit.write<{ id: string }>(this.#actor, dependents.statement)
      if (rows.length === 0) continue
      if (dependents.action === 'restrict') refuseReferenced(this.#entity, dependents)
      const pipeline = new Pipeline(system, dependents.inverse.from)
      const items = rows.map(({ id }) => ({ id, path: [dependents.inverse.name] }))
      if (dependents.action === 'cascade') await pipeline.bin('delete', items)
      else await pipeline.update(items.map((item) => ({ ...item, patch: { [dependents.inverse.field.name]: null } })))
    }
  }

  async #write(
    unit: Unit,
    operation: WriteOperation,
    drafts: readonly Draft[],
    fields: readonly FieldMeta[],
    last: boolean,
  ): Promise<void> {
    const { access } = this.#ctx.crm
    const { kind } = this.#actor
    const call = callValues(this.#ctx)
    const names = fields.map(({ name }) => name).join(' ')
    const writePart = (part: readonly Draft[]): Promise<Rows<{ row: Record<string, unknown> }>> => {
      const written: Written = {
        entity: this.#entity,
        operation,
        fields,
        keys: part.some(({ externalKeys }) => externalKeys !== undefined),
        single: part.length === 1,
      }
      const key = `${operation} ${this.#entity.name} ${kind} ${written.single} ${written.keys} ${names}`
      const statement = preparedWrite(access, key, () => writeStatement(written, kind, access))
      const ready = { ...statement, values: [...call, ...writtenValues(written, part)] }
      return last && part === parts.at(-1) ? unit.writeLast(this.#actor, ready) : unit.write(this.#actor, ready)
    }
    const parts = partsOf(this.#entity, drafts, fields)
    if (this.#entity.options.journal !== false) unit.wakesRelay()
    try {
      const sent: ReturnType<typeof writePart>[] = []
      for (const part of parts) {
        const answer = writePart(part)
        sent.push(answer)
        if (parts.length === 1) continue
        // PostgreSQL works on this part while the next one is put together; how it ended is seen below.
        answer.catch(() => undefined)
        await turn()
      }
      for (const [index, part] of parts.entries()) {
        const answer = await sent[index]
        for (const [place, draft] of part.entries()) draft.row = decodeRow(this.#entity, answer?.rows[place]?.row ?? {})
      }
    } catch (error) {
      throw writeError(error, this.#entity, whoIs(this.#actor), operation)
    }
  }
}

/** Brings `row` and `changed` up to what `patch` says. */
function merge(draft: Draft): void {
  draft.row = { ...draft.row, ...draft.patch, ...(draft.externalKeys ? { externalKeys: draft.externalKeys } : {}) }
  const { old } = draft
  draft.changed = new Set(
    Object.keys(draft.patch).filter((name) =>
      old === null
        ? draft.patch[name] !== null && draft.patch[name] !== undefined
        : !sameValue(old[name], draft.patch[name]),
    ),
  )
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
}

function addNew(issues: Issue[], more: readonly Issue[]): void {
  const known = new Set(issues.map((found) => found.path.join('.')))
  issues.push(...more.filter((found) => !known.has(found.path.join('.'))))
}

export const whoIs = (actor: Actor): string =>
  actor.kind === 'system'
    ? `«${actor.name}»`
    : { user: 'This user', partner: 'A partner user', customer: 'A customer', service: 'This service' }[actor.kind]
