-- How every write begins and ends: locks first, revisions and the change log last.

create function open_context(p_name text) returns integer language plpgsql as $$
declare
  v_context_id integer;
  v_sequence text;
begin
  select c.context_id into v_context_id from contexts c where c.name = p_name;
  if found then
    return v_context_id;
  end if;
  -- A rival with the same name waits for us at the insert, and then drops what it made.
  v_context_id := nextval(pg_get_serial_sequence('contexts', 'context_id'));
  v_sequence := format('schema_ids_of_context_%s', v_context_id);
  execute format('create sequence %I as integer', v_sequence);
  insert into contexts (context_id, name, id_sequence)
    overriding system value values (v_context_id, p_name, v_sequence::regclass)
    on conflict do nothing;
  if not found then
    execute format('drop sequence %I', v_sequence);
    select c.context_id into strict v_context_id from contexts c where c.name = p_name;
  end if;
  return v_context_id;
end $$;

-- Registrations share the scope's lock, writes to a scope exclude them: what a plan was decided
-- upon stays true until it is committed, and unrelated subjects do not wait for each other.
create function lock_scope(p_wide boolean) returns void language plpgsql as $$
begin
  if p_wide then
    perform pg_advisory_xact_lock(1668247139, 1);
  else
    perform pg_advisory_xact_lock_shared(1668247139, 1);
  end if;
end $$;

-- Locks the subject and tells whether the revisions of a plan still stand.
create function begin_write(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_wide boolean, out o_context_id integer, out o_subject_id bigint, out o_stands boolean
) language plpgsql as $$
declare
  v_revision bigint;
begin
  o_context_id := open_context(p_context);
  perform lock_scope(p_wide);
  select r.scope_revision = p_scope_revision into o_stands from registries r;
  if not o_stands then
    return;
  end if;
  select s.subject_id, s.revision into o_subject_id, v_revision from subjects s
    where s.context_id = o_context_id and s.name = p_subject for no key update;
  if not found and p_subject_revision = 0 then
    insert into subjects (context_id, name, printed)
      values (o_context_id, p_subject,
        case when p_context = '.' then p_subject else ':' || p_context || ':' || p_subject end)
      on conflict do nothing;
    select s.subject_id, s.revision into strict o_subject_id, v_revision from subjects s
      where s.context_id = o_context_id and s.name = p_subject for no key update;
  end if;
  o_stands := v_revision is not distinct from p_subject_revision;
end $$;

create function log_change(
  p_sequence bigint, p_principal text, p_action text, p_context text, p_subject text,
  p_revision bigint, p_versions integer[], p_schema_ids integer[], p_guids uuid[], p_details json
) returns jsonb language plpgsql as $$
begin
  insert into changes (sequence, principal, action, context, subject, revision, versions,
      schema_ids, guids, details)
    values (p_sequence, p_principal, p_action, p_context, p_subject, p_revision, p_versions,
      p_schema_ids, p_guids, p_details);
  return jsonb_build_object('sequence', p_sequence, 'action', p_action, 'context', p_context,
    'subject', p_subject, 'revision', p_revision, 'versions', p_versions,
    'schemaIds', p_schema_ids, 'guids', p_guids);
end $$;

create function move_scope(p_principal text, p_action text, p_context text, p_details json)
returns jsonb language plpgsql as $$
declare
  v_revision bigint;
begin
  update registries set scope_revision = scope_revision + 1
    returning scope_revision into v_revision;
  return log_change(nextval('change_sequence'), p_principal, p_action, p_context, '', v_revision,
    '{}', '{}', '{}', p_details);
end $$;

-- Moves the subject's revision, works out whether anything of it lives, and logs the change.
create function end_write(
  p_sequence bigint, p_principal text, p_action text, p_context text, p_subject text,
  p_subject_id bigint, p_versions integer[], p_schema_ids integer[], p_guids uuid[]
) returns jsonb language plpgsql as $$
declare
  v_revision bigint;
begin
  if p_action = 'register' then
    update subjects set revision = revision + 1, standing = 'live'
      where subject_id = p_subject_id returning revision into v_revision;
    return log_change(p_sequence, p_principal, p_action, p_context, p_subject, v_revision,
      p_versions, p_schema_ids, p_guids, null);
  end if;
  update subjects set
      revision = revision + 1,
      standing = case
        when exists (select from versions v
          where v.subject_id = p_subject_id and v.deleted_at is null) then 'live'
        when exists (select from versions v where v.subject_id = p_subject_id) then 'deleted'
        else 'empty'
      end
    where subject_id = p_subject_id returning revision into v_revision;
  return log_change(p_sequence, p_principal, p_action, p_context, p_subject, v_revision,
    p_versions, p_schema_ids, p_guids, null);
end $$;

-- Forgets ids that no version uses any more, and contents that no id stands for.
create function prune_schema_ids(p_context_id integer, p_schema_ids integer[]) returns uuid[]
language plpgsql as $$
declare
  v_unused integer[];
  v_guids uuid[];
begin
  select array_agg(i) into v_unused from unnest(p_schema_ids) i where not exists (
    select from versions v where v.context_id = p_context_id and v.schema_id = i);
  if v_unused is null then
    return '{}';
  end if;
  -- The order of registration: content, then id. Then look again, nobody can come between now.
  perform from contents c where c.guid in (
      select s.guid from schema_ids s
      where s.context_id = p_context_id and s.schema_id = any (v_unused))
    order by c.guid for update;
  perform from schema_ids s where s.context_id = p_context_id and s.schema_id = any (v_unused)
    order by s.schema_id for update;
  with gone as (
    delete from schema_ids s where s.context_id = p_context_id and s.schema_id = any (v_unused)
      and not exists (select from versions v
        where v.context_id = s.context_id and v.schema_id = s.schema_id)
    returning s.guid
  ) select coalesce(array_agg(distinct g.guid), '{}') into v_guids from gone g;
  -- An import may have stored the content under further ids.
  update schema_ids s set current = true from (
      select o.guid, max(o.schema_id) as schema_id from schema_ids o
      where o.context_id = p_context_id and o.guid = any (v_guids)
      group by o.guid having not bool_or(o.current)
    ) heir
    where s.context_id = p_context_id and s.schema_id = heir.schema_id;
  delete from contents c where c.guid = any (v_guids)
    and not exists (select from schema_ids s where s.guid = c.guid);
  return v_guids;
end $$;

do $$
begin
  perform open_context('.');
  perform open_context('.__GLOBAL');
  update contexts set listed = true where name = '.';
end $$;
