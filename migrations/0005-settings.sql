-- Ends a write of settings: a context's move the scope, a subject's move the subject.
create function end_setting(
  p_principal text, p_action text, p_context text, p_subject text, p_subject_id bigint,
  p_details json
) returns jsonb language plpgsql as $$
declare
  v_revision bigint;
begin
  update subjects set revision = revision + 1 where subject_id = p_subject_id
    returning revision into v_revision;
  if p_subject = '' then
    return move_scope(p_principal, p_action, p_context, p_details);
  end if;
  return log_change(nextval('change_sequence'), p_principal, p_action, p_context, p_subject,
    v_revision, '{}', '{}', '{}', p_details);
end $$;

create function write_config(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text, p_config json, p_alias_of text
) returns jsonb language plpgsql as $$
declare
  v_subject_id bigint;
  v_stands boolean;
begin
  select w.o_subject_id, w.o_stands into v_subject_id, v_stands
    from begin_write(p_context, p_subject, p_subject_revision, p_scope_revision,
      p_subject = '') w;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  if p_config is null then
    delete from configs c where c.subject_id = v_subject_id;
  else
    insert into configs (subject_id, config, alias_of)
      values (v_subject_id, p_config, p_alias_of)
      on conflict (subject_id)
      do update set config = excluded.config, alias_of = excluded.alias_of;
  end if;
  return jsonb_build_object('kind', 'written', 'changes', jsonb_build_array(
    end_setting(p_principal, 'config', p_context, p_subject, v_subject_id, p_config)));
end $$;

create function write_mode(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text, p_mode text
) returns jsonb language plpgsql as $$
declare
  v_subject_id bigint;
  v_stands boolean;
begin
  select w.o_subject_id, w.o_stands into v_subject_id, v_stands
    from begin_write(p_context, p_subject, p_subject_revision, p_scope_revision,
      p_subject = '') w;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  if p_mode is null then
    delete from modes m where m.subject_id = v_subject_id;
  else
    insert into modes (subject_id, mode) values (v_subject_id, p_mode)
      on conflict (subject_id) do update set mode = excluded.mode;
  end if;
  return jsonb_build_object('kind', 'written', 'changes', jsonb_build_array(
    end_setting(p_principal, 'mode', p_context, p_subject, v_subject_id, to_json(p_mode))));
end $$;

-- Removes the modes of a context and of all its subjects.
create function delete_modes(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text
) returns jsonb language plpgsql as $$
declare
  v_context_id integer;
  v_subject_id bigint;
  v_stands boolean;
  v_other record;
  v_changes jsonb := '[]';
begin
  select w.o_context_id, w.o_subject_id, w.o_stands
    into v_context_id, v_subject_id, v_stands
    from begin_write(p_context, p_subject, p_subject_revision, p_scope_revision, true) w;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  for v_other in
    delete from modes m using subjects s
      where s.subject_id = m.subject_id and s.context_id = v_context_id
      returning s.subject_id, s.name
  loop
    if v_other.subject_id <> v_subject_id then
      v_changes := v_changes || end_setting(p_principal, 'mode', p_context, v_other.name,
        v_other.subject_id, null);
    end if;
  end loop;
  v_changes := v_changes || end_setting(p_principal, 'mode', p_context, p_subject,
    v_subject_id, null);
  return jsonb_build_object('kind', 'written', 'changes', v_changes);
end $$;

-- Purges what is soft-deleted within reach and sets IMPORT, unless something lives there.
create function enter_import(
  p_context text, p_subject text, p_subject_revision bigint, p_scope_revision bigint,
  p_principal text, p_reach text
) returns jsonb language plpgsql as $$
declare
  v_context_id integer;
  v_subject_id bigint;
  v_stands boolean;
  v_reached bigint[];
  v_live boolean;
  v_blocked record;
  v_doomed record;
  v_gone record;
  v_changes jsonb := '[]';
begin
  select w.o_context_id, w.o_subject_id, w.o_stands
    into v_context_id, v_subject_id, v_stands
    from begin_write(p_context, p_subject, p_subject_revision, p_scope_revision, true) w;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  select coalesce(array_agg(s.subject_id), '{}'), coalesce(bool_or(s.standing = 'live'), false)
    into v_reached, v_live from subjects s
    where s.standing <> 'empty' and (p_reach = 'everything'
      or (p_reach = 'context' and s.context_id = v_context_id)
      or s.subject_id = v_subject_id);
  if v_live then
    return '{"kind": "subjects-exist"}';
  end if;
  -- Referrers that go in the same breath do not block.
  select c.name as context, s.name as subject, r.target_version as version into v_blocked
    from schema_references r
    join subjects s on s.subject_id = r.target_subject_id
    join contexts c on c.context_id = s.context_id
    where r.target_subject_id = any (v_reached) and r.subject_id <> all (v_reached)
    order by s.printed, r.target_version limit 1;
  if found then
    return jsonb_build_object('kind', 'referenced', 'context', v_blocked.context,
      'subject', v_blocked.subject, 'version', v_blocked.version);
  end if;
  delete from schema_references r where r.subject_id = any (v_reached);
  for v_doomed in
    select s.subject_id, s.context_id, s.name, c.name as context, array_agg(v.version) as versions
      from subjects s
      join contexts c on c.context_id = s.context_id
      join versions v on v.subject_id = s.subject_id
      where s.subject_id = any (v_reached)
      group by s.subject_id, c.context_id
  loop
    select r.o_schema_ids, r.o_guids into v_gone
      from remove_versions(v_doomed.context_id, v_doomed.subject_id, v_doomed.versions) r;
    v_changes := v_changes || end_write(nextval('change_sequence'), p_principal, 'hard-delete',
      v_doomed.context, v_doomed.name, v_doomed.subject_id, v_doomed.versions,
      v_gone.o_schema_ids, v_gone.o_guids);
  end loop;
  insert into modes (subject_id, mode) values (v_subject_id, 'IMPORT')
    on conflict (subject_id) do update set mode = excluded.mode;
  v_changes := v_changes || end_setting(p_principal, 'mode', p_context, p_subject, v_subject_id,
    to_json('IMPORT'::text));
  return jsonb_build_object('kind', 'written', 'changes', v_changes);
end $$;

create function delete_context(p_context text, p_principal text) returns jsonb
language plpgsql as $$
declare
  v_context_id integer;
begin
  perform lock_scope(true);
  select c.context_id into v_context_id from contexts c where c.name = p_context and c.listed;
  if not found then
    return '{"kind": "deleted", "changes": []}';
  end if;
  if exists (select from subjects s
      where s.context_id = v_context_id and s.standing <> 'empty') then
    return '{"kind": "not-empty"}';
  end if;
  update contexts c set listed = false where c.context_id = v_context_id;
  return jsonb_build_object('kind', 'deleted', 'changes', jsonb_build_array(
    move_scope(p_principal, 'context', p_context, null)));
end $$;

-- Carries out an AssociationPlan; p_based_on pairs guids with the times they were last written,
-- p_subjects names subjects and the revisions they were seen at.
create function write_associations(
  p_principal text, p_save json, p_remove uuid[], p_based_on_guids uuid[],
  p_based_on_times bigint[], p_subjects json, p_resource_id text
) returns jsonb language plpgsql as $$
declare
  v_seen record;
  v_printed text[] := '{}';
  v_ids bigint[] := '{}';
  v_revision bigint;
  v_changes jsonb := '[]';
begin
  -- Rare and many-sided: it excludes registrations and deletions for its short while.
  perform lock_scope(true);
  for v_seen in
    select d.printed, d.revision as seen, s.subject_id, s.revision
      from json_to_recordset(p_subjects)
        as d (context text, name text, printed text, revision bigint)
      left join contexts c on c.name = d.context
      left join subjects s on s.context_id = c.context_id and s.name = d.name
  loop
    if coalesce(v_seen.revision, 0) <> v_seen.seen then
      return '{"kind": "moved"}';
    end if;
    v_printed := v_printed || v_seen.printed;
    v_ids := v_ids || v_seen.subject_id;
  end loop;
  if exists (
    (select a.guid, a.updated_ms from associations a
      where a.resource_id = p_resource_id or a.subject = any (v_printed)
    except select b.guid, b.updated_ms
      from unnest(p_based_on_guids, p_based_on_times) as b (guid, updated_ms))
    union all
    (select b.guid, b.updated_ms
      from unnest(p_based_on_guids, p_based_on_times) as b (guid, updated_ms)
    except select a.guid, a.updated_ms from associations a)
  ) then
    return '{"kind": "moved"}';
  end if;
  if exists (
    select from json_populate_recordset(null::associations, p_save) n
      join subjects s on s.printed = n.subject and s.subject_id = any (v_ids)
      join schema_references r on r.target_subject_id = s.subject_id
      where n.lifecycle = 'STRONG'
  ) then
    return '{"kind": "moved"}';
  end if;
  delete from associations a where a.guid = any (p_remove);
  insert into associations (guid, subject, resource_name, resource_namespace, resource_id,
      resource_type, association_type, lifecycle, frozen, created_ms, updated_ms)
    select n.guid, n.subject, n.resource_name, n.resource_namespace, n.resource_id,
      n.resource_type, n.association_type, n.lifecycle, n.frozen, n.created_ms, n.updated_ms
    from json_populate_recordset(null::associations, p_save) n
    on conflict (guid) do update set subject = excluded.subject,
      resource_name = excluded.resource_name, resource_namespace = excluded.resource_namespace,
      resource_id = excluded.resource_id, resource_type = excluded.resource_type,
      association_type = excluded.association_type, lifecycle = excluded.lifecycle,
      frozen = excluded.frozen, created_ms = excluded.created_ms, updated_ms = excluded.updated_ms;
  for v_seen in
    select distinct d.context, d.name, s.subject_id
      from json_to_recordset(p_subjects) as d (context text, name text)
      left join contexts c on c.name = d.context
      left join subjects s on s.context_id = c.context_id and s.name = d.name
  loop
    update subjects s set revision = s.revision + 1 where s.subject_id = v_seen.subject_id
      returning s.revision into v_revision;
    v_changes := v_changes || log_change(nextval('change_sequence'), p_principal, 'association',
      v_seen.context, v_seen.name, coalesce(v_revision, 0), '{}', '{}', '{}', p_save);
  end loop;
  return jsonb_build_object('kind', 'written', 'changes', v_changes);
end $$;
