/** Something that has to be there before the first migration. */
export interface Requirement {
  readonly what: string
  /** Gives a row where it is there. */
  readonly check: string
  /** Harmless to repeat. */
  readonly create: string
}

const schema = (name: string): Requirement => ({
  what: `the schema ${name}`,
  check: `SELECT 1 FROM pg_namespace WHERE nspname = '${name}'`,
  create: `CREATE SCHEMA IF NOT EXISTS ${name}`,
})

const extension = (name: string): Requirement => ({
  what: `the extension ${name}`,
  check: `SELECT 1 FROM pg_extension WHERE extname = '${name}'`,
  create: `CREATE EXTENSION IF NOT EXISTS ${name}`,
})

/**
 * Schemas and extensions. Trigrams serve "contains" in lists and in the global search; `btree_gist` lets an exclusion constraint
 * compare ids beside spans of time, see `exclude` of an entity.
 */
export const requirements: readonly Requirement[] = [
  schema('crm'),
  schema('tessera'),
  extension('pg_trgm'),
  extension('btree_gist'),
]

/** Core's functions and triggers. They replace what is there, so they need no migration of their own. */
export const coreObjectStatements: readonly string[] = [
  `CREATE OR REPLACE FUNCTION tessera.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Where an actor writes, its process wakes the relay behind the COMMIT.
  IF nullif(current_setting('tessera.actor_kind', true), '') IS NULL THEN
    PERFORM pg_notify('tessera_outbox', '');
  END IF;
  RETURN NULL;
END
$$`,
  `CREATE OR REPLACE TRIGGER notify_outbox AFTER INSERT ON tessera.outbox
FOR EACH STATEMENT EXECUTE FUNCTION tessera.notify_outbox()`,
  // Marks a delivery done, ahead of what its hook writes in the same transaction. As an error it also stops the statement that
  // travels with it.
  `CREATE OR REPLACE FUNCTION tessera.take_delivery(event uuid, hook text, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM tessera.delivery WHERE event_id = event AND handler = hook AND state = 'pending' FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the delivery is done, or another worker has it in hand' USING ERRCODE = 'TS001';
  END IF;
  UPDATE tessera.delivery SET state = 'done', attempts = attempts + 1, last_error = NULL, updated_at = at
    WHERE event_id = event AND handler = hook;
END
$$`,
  // PostgreSQL refuses to change or drop a column that a policy reads. Every policy of the reading table goes, not only the
  // one in the way: without any, row-level security shows nobody a row, whereas a missing restrictive one would show more.
  `CREATE OR REPLACE FUNCTION tessera.release_policies(target regclass, target_columns text[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  policy record;
BEGIN
  FOR policy IN
    SELECT polname, polrelid::regclass AS reader
    FROM pg_policy
    WHERE polrelid IN (
      SELECT reading.polrelid
      FROM pg_policy reading
      JOIN pg_depend ON classid = 'pg_policy'::regclass AND objid = reading.oid
      WHERE refclassid = 'pg_class'::regclass AND refobjid = target
        AND (target_columns IS NULL OR refobjsubid IN (
          SELECT attnum FROM pg_attribute WHERE attrelid = target AND attname = ANY (target_columns)
        ))
    )
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', policy.polname, policy.reader);
  END LOOP;
  DELETE FROM tessera.repeatable WHERE name = 'access';
END
$$`,
  // Asked before a rule is made stricter: a constraint that is only declared already stops every update of a row that breaks it.
  `CREATE OR REPLACE FUNCTION tessera.prove(target regclass, rule text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  broken bigint;
  example text;
BEGIN
  EXECUTE format('SELECT count(*), min(id::text) FROM %s WHERE (%s) IS FALSE', target, rule) INTO broken, example;
  IF broken > 0 THEN
    RAISE EXCEPTION '% rows of % break the rule %, such as the one with id %', broken, target, rule, example USING ERRCODE = 'check_violation';
  END IF;
END
$$`,
]
