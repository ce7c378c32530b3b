import { createHash } from 'node:crypto'
import type { MigrationStep } from '@tessera/core'
import { getAuthTables } from 'better-auth/db'
import { getMigrations } from 'better-auth/db/migration'
import { type Kysely, sql } from 'kysely'
import { authOptions } from './auth-options.ts'

/** What ties Better Auth's tables to the people of the CRM, and what it has no table for. Each may be repeated. */
const statements = [
  `do $$ begin
    if not exists (select from pg_constraint where conname = 'user_is_person' and conrelid = 'auth."user"'::regclass) then
      alter table auth."user" add constraint user_is_person foreign key (id) references crm."user" (id) on delete cascade;
    end if;
  end $$`,
  // A person's sign-in follows the person: renamed with them, and without sessions once they are inactive or deleted.
  `create or replace function auth.follow_person() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    update auth."user" set name = new.name, "updatedAt" = now(),
      email = case when new.deleted_at is null then lower(new.email) else new.id || '@deleted.invalid' end
      where id = new.id;
    if not new.active or new.deleted_at is not null then
      delete from auth.session where "userId" = new.id;
    end if;
    return null;
  end $$`,
  `create or replace trigger sign_in_follows_person after update of name, email, active, deleted_at on crm."user"
    for each row execute function auth.follow_person()`,
  'create index if not exists "session_expiresAt_idx" on auth.session ("expiresAt")',
  `create table if not exists auth.api_key (id uuid primary key, user_id uuid not null references crm."user" (id) on delete cascade, name text not null,
    hash text not null unique, hint text not null, created_at timestamptz not null, expires_at timestamptz, last_used_at timestamptz)`,
  'create index if not exists api_key_user_idx on auth.api_key (user_id)',
  `create table if not exists auth.used_code (user_id uuid not null references crm."user" (id) on delete cascade, hash text not null,
    until timestamptz not null, primary key (user_id, hash))`,
  `create table if not exists auth.attempt (key text primary key, count integer not null, until timestamptz not null)`,
]

/**
 * Makes and updates schema `auth`: Better Auth's tables (sessions, passwords), the tie to `crm."user"`, the keys of services, and the
 * counters of sign-in attempts. Runs after the step that makes the CRM's own tables, and adds only what is missing.
 */
export const authMigrationStep: MigrationStep = {
  name: 'auth',
  get checksum() {
    const tables = getAuthTables(options(null as never))
    return createHash('sha256')
      .update(JSON.stringify([tables, statements]))
      .digest('hex')
  },
  async run({ kysely }) {
    const { runMigrations } = await getMigrations(options(kysely))
    await runMigrations()
    for (const statement of statements) await sql.raw(statement).execute(kysely)
  },
}

const options = (kysely: Kysely<unknown>) => authOptions({ database: { kysely }, secret: '' })
