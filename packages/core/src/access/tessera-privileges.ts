import { allRoles, writerRole } from './database-roles.ts'

/** What the write pipeline does in core's own tables. Nobody else may read or write there; the rest core does as their owner. */
const writerRights: Readonly<Record<string, string>> = {
  audit: 'insert',
  outbox: 'insert',
  sequence: 'select, insert, update',
  external_key: 'select, insert, update, delete',
  idempotency: 'select, insert, update',
  import_run: 'select, insert, update',
  sign_in_link: 'select, insert, delete',
}

/** Rights in schema `tessera`. Tables that are not there yet are passed over. */
export const tesseraPrivileges: readonly string[] = [
  `revoke all on all tables in schema tessera from public, ${allRoles.join(', ')}`,
  `do $tessera$
declare
  item record;
begin
  for item in select * from (values ${Object.entries(writerRights)
    .map(([table, rights]) => `('${table}', '${rights}')`)
    .join(', ')}) as given(table_name, rights) loop
    if to_regclass('tessera.' || item.table_name) is not null then
      execute format('grant %s on tessera.%I to ${writerRole}', item.rights, item.table_name);
    end if;
  end loop;
end $tessera$`,
]
