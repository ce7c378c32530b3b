import { limitedKinds } from './grant-book.ts'

/** The role that a kind of actor reads as. */
export const roleOf = (kind: string): string => `tessera_${kind}`

/** The role that the write pipeline's own statements run as: it may write, and no policy limits it. */
export const writerRole = 'tessera_writer'
export const systemRole = roleOf('system')

/** Every role of ours. They belong to the whole server, so all databases on it share them; rights are given in each. */
export const allRoles: readonly string[] = [...limitedKinds.map(roleOf), systemRole, writerRole]

/**
 * Processes that start together wait for each other here. Without it two that change the rights of one table fail with
 * "tuple concurrently updated".
 */
export const lockStatement = `select pg_advisory_xact_lock(hashtextextended('tessera.access', 0))`

/**
 * Makes the roles that are missing, and lets the login role become each of them. The lock is of one database, roles are of the
 * server: another database's process may be quicker, which is as good.
 */
export const roleStatement = `do $tessera$
declare
  role_name text;
  version constant int := current_setting('server_version_num')::int;
begin
  foreach role_name in array '{${allRoles.join(',')}}'::text[] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin', role_name);
      exception when duplicate_object or unique_violation then
        raise debug 'another process has made the role %', role_name;
      end;
    end if;
    if not pg_has_role(current_user, role_name, case when version >= 160000 then 'set' else 'member' end) then
      begin
        execute format('grant %I to current_user', role_name) || case when version >= 160000 then ' with inherit false, set true' else '' end;
      exception when unique_violation then
        raise debug 'another process has granted the role %', role_name;
      end;
    end if;
  end loop;
end $tessera$`
