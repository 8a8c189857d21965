-- The first of a subject's versions that others point at; null when none is.
create function first_referenced_version(
  p_subject_id bigint, p_versions integer[], p_others_only boolean, p_live_only boolean
) returns integer language sql stable as $$
  select min(r.target_version) from schema_references r
  join versions v on v.subject_id = r.subject_id and v.version = r.version
  where r.target_subject_id = p_subject_id and r.target_version = any (p_versions)
    and not (p_others_only and r.subject_id = p_subject_id)
    and not (p_live_only and v.deleted_at is not null)
$$;

-- Removes versions with all that hangs on them: ids and contents nobody else uses, and with the
-- last version the subject's settings.
create function remove_versions(
  p_context_id integer, p_subject_id bigint, p_versions integer[],
  out o_schema_ids integer[], out o_guids uuid[], out o_unset boolean
) language plpgsql as $$
begin
  o_unset := false;
  delete from schema_references r
    where r.subject_id = p_subject_id and r.version = any (p_versions);
  with gone as (
    delete from versions v where v.subject_id = p_subject_id and v.version = any (p_versions)
    returning v.schema_id
  ) select coalesce(array_agg(distinct g.schema_id), '{}') into o_schema_ids from gone g;
  o_guids := prune_schema_ids(p_context_id, o_schema_ids);
  if not exists (select from versions v where v.subject_id = p_subject_id) then
    delete from configs c where c.subject_id = p_subject_id;
    o_unset := found;
    delete from modes m where m.subject_id = p_subject_id;
    o_unset := o_unset or found;
  end if;
end $$;

-- Soft deletion, hard deletion or restore: see VersionsPlan in src/store/store.ts.
create function write_versions(
  p_action text, p_context text, p_subject text, p_subject_revision bigint,
  p_scope_revision bigint, p_principal text, p_versions integer[], p_others_only boolean,
  p_touch boolean
) returns jsonb language plpgsql as $$
declare
  v_context_id integer;
  v_subject_id bigint;
  v_stands boolean;
  v_referenced integer;
  v_sequence bigint;
  v_now timestamptz;
  v_schema_ids integer[];
  v_guids uuid[] := '{}';
  v_unset boolean := false;
  v_changes jsonb := '[]';
begin
  select w.o_context_id, w.o_subject_id, w.o_stands
    into v_context_id, v_subject_id, v_stands
    from begin_write(p_context, p_subject, p_subject_revision, p_scope_revision,
      p_subject = '') w;
  if not v_stands then
    return '{"kind": "moved"}';
  end if;
  -- Before looking for referrers: who is about to point here holds a share lock until it commits.
  perform from versions v where v.subject_id = v_subject_id and v.version = any (p_versions)
    order by v.version for update;
  if p_action <> 'restore' then
    v_referenced := first_referenced_version(v_subject_id, p_versions, p_others_only,
      p_action = 'soft-delete');
    if v_referenced is not null then
      return jsonb_build_object('kind', 'referenced', 'version', v_referenced);
    end if;
  end if;

  v_sequence := nextval('change_sequence');
  v_now := date_trunc('milliseconds', clock_timestamp());
  if p_action = 'hard-delete' then
    select r.o_schema_ids, r.o_guids, r.o_unset into v_schema_ids, v_guids, v_unset
      from remove_versions(v_context_id, v_subject_id, p_versions) r;
  else
    with written as (
      update versions v set
        deleted_at = case when p_action = 'soft-delete' then coalesce(v.deleted_at, v_now) end,
        written_at = case when p_touch then v_now else v.written_at end,
        written_sequence = v_sequence
      where v.subject_id = v_subject_id and v.version = any (p_versions)
      returning v.schema_id
    ) select coalesce(array_agg(distinct w.schema_id), '{}') into v_schema_ids from written w;
  end if;
  if v_unset and p_subject = '' then
    v_changes := v_changes || move_scope(p_principal, 'config', p_context, null);
  end if;
  v_changes := v_changes || end_write(v_sequence, p_principal, p_action, p_context, p_subject,
    v_subject_id, p_versions, v_schema_ids, v_guids);
  return jsonb_build_object('kind', 'written', 'changes', v_changes);
end $$;
