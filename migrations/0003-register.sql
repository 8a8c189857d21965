-- An explicit id moves the counter. The lock is short, not for the transaction: setval and nextval
-- do not wait for commits, and imports side by side should not either.
create function raise_schema_id(
  p_context_id integer, p_sequence regclass, p_schema_id integer
) returns void language plpgsql as $$
begin
  if coalesce(pg_sequence_last_value(p_sequence), 0) >= p_schema_id then
    return;
  end if;
  perform pg_advisory_lock(1668247140, p_context_id);
  begin
    if coalesce(pg_sequence_last_value(p_sequence), 0) < p_schema_id then
      perform setval(p_sequence, p_schema_id);
    end if;
  exception when query_canceled or others then
    perform pg_advisory_unlock(1668247140, p_context_id);
    raise;
  end;
  perform pg_advisory_unlock(1668247140, p_context_id);
end $$;

-- The way nearly every registration goes: a subject that is there, a content that nobody has yet,
-- nothing to replace and nothing to point at. Null: it is not that way, and nothing was done but
-- to lock; write_version goes on.
create function write_new_content(
  p_context_id integer, p_sequence regclass, p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text, p_version integer, p_guid uuid, p_digest bytea, p_schema_type text,
  p_schema_text text, p_submitted_text text, p_normalized boolean, p_references json,
  p_metadata json, p_rule_set json, p_rule_types text[]
) returns jsonb language plpgsql as $$
declare
  v_subject_id bigint;
  v_stands boolean;
  v_change bigint;
  v_now timestamptz;
  v_schema_id integer;
begin
  -- An expression, not a statement: it costs a tenth.
  if pg_advisory_xact_lock_shared(1668247139, 1) is null then
    null;
  end if;
  select s.subject_id, s.revision = p_subject_revision and r.scope_revision = p_scope_revision
    into v_subject_id, v_stands
    from subjects s cross join registries r
    where s.context_id = p_context_id and s.name = p_subject for no key update of s;
  if not found then
    return null;
  end if;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  v_change := nextval('change_sequence');
  v_now := date_trunc('milliseconds', clock_timestamp());
  with content as (
    insert into contents (guid, digest, schema_type, schema_text, submitted_text, normalized,
        schema_references, metadata, rule_set, rule_types)
      values (p_guid, p_digest, p_schema_type, p_schema_text, p_submitted_text, p_normalized,
        p_references, p_metadata, p_rule_set, p_rule_types)
      on conflict do nothing returning guid
  ), id as (
    insert into schema_ids (context_id, schema_id, guid, current)
      select p_context_id, nextval(p_sequence), c.guid, true from content c
      on conflict do nothing returning schema_id
  ), written as (
    insert into versions (subject_id, version, context_id, schema_id, written_at,
        registered_sequence, written_sequence)
      select v_subject_id, p_version, p_context_id, i.schema_id, v_now, v_change, v_change
      from id i
  ), moved as (
    update subjects s set revision = p_subject_revision + 1, standing = 'live'
      from id where s.subject_id = v_subject_id
  ), logged as (
    insert into changes (sequence, principal, action, context, subject, revision, versions,
        schema_ids, guids)
      select v_change, p_principal, 'register', p_context, p_subject, p_subject_revision + 1,
        array[p_version], array[i.schema_id], array[p_guid]
      from id i
  ) select i.schema_id into v_schema_id from id i;
  if v_schema_id is null then
    return null;
  end if;
  return jsonb_build_object('kind', 'written', 'schemaId', v_schema_id,
    'writtenAt', extract(epoch from v_now) * 1000, 'purged', '[]'::jsonb,
    'changes', jsonb_build_array(jsonb_build_object('sequence', v_change, 'action', 'register',
      'context', p_context, 'subject', p_subject, 'revision', p_subject_revision + 1,
      'versions', array[p_version], 'schemaIds', array[v_schema_id], 'guids', array[p_guid])));
end $$;

-- Carries out the plan of one registration: see VersionPlan in src/store/store.ts.
create function write_version(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text, p_version integer, p_overwrite boolean, p_schema_id integer,
  p_guid uuid, p_digest bytea, p_schema_type text, p_schema_text text, p_submitted_text text,
  p_normalized boolean, p_references json, p_metadata json, p_rule_set json, p_rule_types text[],
  p_purge integer[], p_target_contexts text[], p_target_subjects text[],
  p_target_versions integer[], p_active_references_only boolean
) returns jsonb language plpgsql as $$
declare
  v_wide boolean;
  v_ids regclass;
  v_fresh boolean;
  v_context_id integer;
  v_subject_id bigint;
  v_begun record;
  v_target_ids bigint[] := '{}';
  v_target_id bigint;
  v_target_deleted boolean;
  v_digest bytea;
  v_guid uuid;
  v_schema_id integer := p_schema_id;
  v_guids uuid[] := '{}';
  v_sequence bigint;
  v_now timestamptz;
  v_replaced integer[] := '{}';
  v_purged integer[] := '{}';
  v_purged_ids integer[] := '{}';
  v_changes jsonb := '[]';
  v_answer jsonb;
begin
  -- The first schema of a context changes the scope; so does the empty name, the context itself.
  -- Should the context be deleted before we have the lock, the scope's revision tells.
  select not c.listed, c.id_sequence, c.context_id into v_wide, v_ids, v_context_id
    from contexts c where c.name = p_context;
  v_wide := coalesce(v_wide, true) or p_subject = '';
  if not v_wide and p_schema_id is null and not p_overwrite and p_purge = '{}'
      and p_target_versions = '{}' then
    v_answer := write_new_content(v_context_id, v_ids, p_context, p_subject, p_subject_revision,
      p_scope_revision, p_principal, p_version, p_guid, p_digest, p_schema_type, p_schema_text,
      p_submitted_text, p_normalized, p_references, p_metadata, p_rule_set, p_rule_types);
    if v_answer is not null then
      return v_answer;
    end if;
  end if;
  v_begun := begin_write(p_context, p_subject, p_subject_revision, p_scope_revision, v_wide);
  v_context_id := v_begun.o_context_id;
  v_subject_id := v_begun.o_subject_id;
  if not v_begun.o_stands then
    return '{"kind": "moved"}';
  end if;

  -- Share locks: a soft deletion of the target waits, or has been seen.
  for i in 1 .. cardinality(p_target_versions) loop
    select v.subject_id, v.deleted_at is not null into v_target_id, v_target_deleted
      from contexts c
      join subjects s on s.context_id = c.context_id
      join versions v on v.subject_id = s.subject_id
      where c.name = p_target_contexts[i] and s.name = p_target_subjects[i]
        and v.version = p_target_versions[i]
      for share of v;
    if not found or (p_active_references_only and v_target_deleted) then
      return jsonb_build_object('kind', 'reference-gone', 'target', i - 1);
    end if;
    v_target_ids := v_target_ids || v_target_id;
  end loop;
  -- Its plan was made before the target began to belong to its resource alone.
  if v_target_ids <> '{}' and exists (
    select from subjects s join associations a on a.subject = s.printed
      where s.subject_id = any (v_target_ids) and a.lifecycle = 'STRONG'
  ) then
    return '{"kind": "moved"}';
  end if;

  if p_schema_id is not null then
    select s.guid into v_guid from schema_ids s
      where s.context_id = v_context_id and s.schema_id = p_schema_id;
    if found and v_guid <> p_guid then
      return jsonb_build_object('kind', 'id-taken', 'schemaId', p_schema_id);
    end if;
  end if;

  loop
    insert into contents (guid, digest, schema_type, schema_text, submitted_text, normalized,
        schema_references, metadata, rule_set, rule_types)
      values (p_guid, p_digest, p_schema_type, p_schema_text, p_submitted_text, p_normalized,
        p_references, p_metadata, p_rule_set, p_rule_types)
      on conflict do nothing;
    v_fresh := found;
    exit when v_fresh;
    select c.digest into v_digest from contents c where c.guid = p_guid for key share;
    exit when found;
  end loop;
  if v_digest <> p_digest then
    select s.schema_id into v_schema_id from schema_ids s
      where s.context_id = v_context_id and s.guid = p_guid and s.current;
    return jsonb_build_object('kind', 'id-taken', 'schemaId',
      coalesce(p_schema_id, v_schema_id, 0));
  end if;

  if v_ids is null then
    select c.id_sequence into v_ids from contexts c where c.context_id = v_context_id;
  end if;
  if p_schema_id is null then
    loop
      if not v_fresh then
        select s.schema_id into v_schema_id from schema_ids s
          where s.context_id = v_context_id and s.guid = p_guid and s.current for key share;
        exit when found;
      end if;
      v_schema_id := nextval(v_ids);
      -- In the way: an imported id, or a rival with the same content.
      insert into schema_ids (context_id, schema_id, guid, current)
        values (v_context_id, v_schema_id, p_guid, true) on conflict do nothing;
      if found then
        v_guids := array[p_guid];
        exit;
      end if;
    end loop;
  else
    insert into schema_ids (context_id, schema_id, guid, current)
      values (v_context_id, p_schema_id, p_guid, false) on conflict do nothing;
    perform from schema_ids s where s.context_id = v_context_id
      and s.schema_id = p_schema_id and s.guid = p_guid for key share;
    if not found then
      raise serialization_failure using message = 'the id was taken or given up meanwhile';
    end if;
    update schema_ids s set current = false where s.context_id = v_context_id
      and s.guid = p_guid and s.current and s.schema_id <> p_schema_id;
    update schema_ids s set current = true where s.context_id = v_context_id
      and s.schema_id = p_schema_id and not s.current;
    if found then
      v_guids := array[p_guid];
    end if;
    perform raise_schema_id(v_context_id, v_ids, p_schema_id);
  end if;

  v_sequence := nextval('change_sequence');
  v_now := date_trunc('milliseconds', clock_timestamp());
  if p_overwrite then
    with old as (
      select v.schema_id from versions v
      where v.subject_id = v_subject_id and v.version = p_version for update
    ), replaced as (
      update versions v set schema_id = v_schema_id, deleted_at = null, written_at = v_now,
        registered_sequence = v_sequence, written_sequence = v_sequence
      from old where v.subject_id = v_subject_id and v.version = p_version
      returning old.schema_id
    ) select coalesce(array_agg(r.schema_id), '{}') into v_replaced from replaced r;
    delete from schema_references r where r.subject_id = v_subject_id and r.version = p_version;
  end if;
  if v_replaced = '{}' then
    insert into versions (subject_id, version, context_id, schema_id, written_at,
        registered_sequence, written_sequence)
      values (v_subject_id, p_version, v_context_id, v_schema_id, v_now, v_sequence, v_sequence);
  end if;
  if v_target_ids <> '{}' then
    insert into schema_references (subject_id, version, target_subject_id, target_version)
      select v_subject_id, p_version, t.id, t.version
      from unnest(v_target_ids, p_target_versions) as t (id, version) on conflict do nothing;
  end if;

  if p_purge <> '{}' then
    perform from versions v where v.subject_id = v_subject_id and v.version = any (p_purge)
      order by v.version for update;
    with purged as (
      delete from versions v where v.subject_id = v_subject_id and v.version = any (p_purge)
        and v.deleted_at is not null and not exists (
          select from schema_references r
          where r.target_subject_id = v.subject_id and r.target_version = v.version)
      returning v.version, v.schema_id
    ) select coalesce(array_agg(p.version), '{}'), coalesce(array_agg(distinct p.schema_id), '{}')
      into v_purged, v_purged_ids from purged p;
  end if;
  if v_replaced <> '{}' or v_purged <> '{}' then
    v_guids := v_guids || prune_schema_ids(v_context_id, v_replaced || v_purged_ids);
  end if;

  if v_wide then
    update contexts c set listed = true where c.context_id = v_context_id and not c.listed;
    if found then
      v_changes := v_changes || move_scope(p_principal, 'context', p_context, null);
    end if;
  end if;
  v_changes := v_changes || end_write(v_sequence, p_principal, 'register', p_context, p_subject,
    v_subject_id, array[p_version] || v_purged, v_schema_id || v_replaced || v_purged_ids,
    v_guids);
  return jsonb_build_object('kind', 'written', 'schemaId', v_schema_id,
    'writtenAt', extract(epoch from v_now) * 1000, 'purged', v_purged, 'changes', v_changes);
end $$;

-- Carries out several registrations at once, those that go the way of write_new_content: what a
-- process is asked for while others are under way travels together and shares a commit. Whatever
-- goes another way, or would have to wait for somebody, is answered "alone" and not touched.
--
-- p_plans: [{context, subject, subjectRevision, scopeRevision, principal, version, guid, digest,
-- schemaType, schemaText, submittedText, normalized}]; the answers stand in the same order.
-- Nested loops over indexes are always right here, whatever the statistics say; what forbids the
-- rest makes plans look so dear that they would be compiled, for seconds.
create function write_new_contents(p_plans json) returns jsonb language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_answers jsonb;
begin
  if pg_advisory_xact_lock_shared(1668247139, 1) is null then
    null;
  end if;
  with plan as materialized (
    select p.place, q.* from json_array_elements(p_plans) with ordinality as p (plan, place),
      json_to_record(p.plan) as q (context text, subject text, "subjectRevision" bigint,
        "scopeRevision" bigint, principal text, version integer, guid uuid, digest bytea,
        "schemaType" text, "schemaText" text, "submittedText" text, normalized boolean)
  ), found as materialized (
    select p.*, c.context_id, c.id_sequence, s.subject_id,
        s.revision = p."subjectRevision" and r.scope_revision = p."scopeRevision" as stands
      from plan p
      join contexts c on c.name = p.context and c.listed
      join subjects s on s.context_id = c.context_id and s.name = p.subject
      cross join registries r
      for no key update of s skip locked
  ), content as (
    insert into contents (guid, digest, schema_type, schema_text, submitted_text, normalized,
        schema_references, rule_types)
      select f.guid, f.digest, f."schemaType", f."schemaText", f."submittedText", f.normalized,
        '[]', '{}'
      from found f where f.stands order by f.guid
      on conflict do nothing returning guid, digest
  ), id as (
    insert into schema_ids (context_id, schema_id, guid, current)
      select f.context_id, nextval(f.id_sequence), f.guid, true from (
        select f.context_id, f.id_sequence, f.guid, min(f.place) as place
          from found f join content c on c.guid = f.guid and c.digest = f.digest
          where f.stands group by f.context_id, f.id_sequence, f.guid order by 4) f
      on conflict do nothing returning context_id, schema_id, guid
  ), written as materialized (
    select f.*, i.schema_id, nextval('change_sequence') as change
      from found f
      join content c on c.guid = f.guid and c.digest = f.digest
      join id i on i.context_id = f.context_id and i.guid = f.guid
      where f.stands
  ), version as (
    insert into versions (subject_id, version, context_id, schema_id, written_at,
        registered_sequence, written_sequence)
      select w.subject_id, w.version, w.context_id, w.schema_id, v_now, w.change, w.change
      from written w
  ), moved as (
    update subjects s set revision = w."subjectRevision" + 1, standing = 'live'
      from written w where s.subject_id = w.subject_id
  ), logged as (
    insert into changes (sequence, principal, action, context, subject, revision, versions,
        schema_ids, guids)
      select w.change, w.principal, 'register', w.context, w.subject, w."subjectRevision" + 1,
        array[w.version], array[w.schema_id], array[w.guid]
      from written w
  ) select jsonb_agg(case
        when w.change is not null then jsonb_build_object('kind', 'written',
          'schemaId', w.schema_id, 'writtenAt', extract(epoch from v_now) * 1000,
          'purged', '[]'::jsonb,
          'changes', jsonb_build_array(jsonb_build_object('sequence', w.change,
            'action', 'register', 'context', p.context, 'subject', p.subject,
            'revision', p."subjectRevision" + 1, 'versions', array[p.version],
            'schemaIds', array[w.schema_id], 'guids', array[p.guid])))
        when f.stands = false then '{"kind": "moved"}'
        else '{"kind": "alone"}'
      end order by p.place)
    into v_answers
    from plan p
    left join found f on f.place = p.place
    left join written w on w.place = p.place;
  return v_answers;
end $$;
