import type { Status } from "../../core/model.js";
import { fromUtcText, SECOND, toUtcText } from "../../core/time.js";
import type { Claimed, ClaimWish, Lease, Outcome, Store } from "../store.js";
import type { Db } from "./open.js";

type Queue = Pick<Store, "claim" | "depth" | "renew" | "settle" | "leases" | "rescue">;

/** The queue itself: taking projects, keeping them, and giving them back. */
export function queue(db: Db): Queue {
  const columns = `
    id, claim as token, document_id as documentId, name, source_lang as sourceLang, target_lang as targetLang, lane,
    attempts, segments_count as segmentsCount, segments_done as segmentsDone`;

  const take = `
    set status = 'processing', claim = @token, reserved_by = @worker, reserved_at = @now, started_at = @now,
        attempts = attempts + 1, wait_reason = null, error_message = null`;

  const live = `
    live (lane, projects) as (
      select lane, count(*) from translation_projects
      where status = 'processing' and reserved_at > @liveSince
      group by lane)`;

  // One statement, so two workers can never take the same project, nor one more than there are slots. The lane
  // with the fewest projects in work goes first; inside it priority, then who has waited longest.
  const claimNext = db.prepare<Record<string, unknown>, ClaimRow>(`
    with ${live},
    lane (name, workers, position) as (
      select value ->> 'name', value ->> 'workers', key from json_each(@lanes)),
    next (seq, load, position) as (
      select
        (select p.seq from translation_projects p
         where p.status = 'pending' and p.lane = lane.name and p.available_at <= @now
           and p.segments_count between @least and @most
         order by p.priority desc, p.available_at, p.seq
         limit 1),
        coalesce(live.projects, 0), lane.position
      from lane left join live on live.lane = lane.name
      where coalesce(live.projects, 0) < lane.workers)
    update translation_projects ${take}
    where seq = (select seq from next where seq is not null order by load, position limit 1)
      and (select coalesce(sum(projects), 0) from live) < @capacity
    returning ${columns}
  `);

  // Asked for by name, a project is taken before it is due, whatever its lane; the cap over all holds.
  const claimNamed = db.prepare<Record<string, unknown>, ClaimRow>(`
    with ${live}
    update translation_projects ${take}
    where seq = (
        select p.seq from json_each(@ids) wanted
        join translation_projects p on p.id = wanted.value
        where p.status = 'pending' and p.segments_count between @least and @most
        order by wanted.key
        limit 1)
      and (select coalesce(sum(projects), 0) from live) < @capacity
    returning ${columns}
  `);

  const version = db.prepare<[string], { id: number }>(
    "select id from translation_versions where project_id = ? order by number desc limit 1",
  );
  const pathOf = db.prepare<[number], string>("select path from documents where id = ?").pluck();

  const claim = db.transaction((wish: ClaimWish): Claimed | undefined => {
    const parameters = {
      token: wish.token,
      worker: wish.worker,
      now: toUtcText(wish.now),
      liveSince: toUtcText(wish.liveSince),
      capacity: wish.capacity,
      least: wish.segments?.least ?? 0,
      most: wish.segments?.most ?? Number.MAX_SAFE_INTEGER,
    };
    const row = wish.ids
      ? claimNamed.get({ ...parameters, ids: JSON.stringify(wish.ids) })
      : claimNext.get({ ...parameters, lanes: JSON.stringify(wish.lanes) });
    if (!row) return undefined;
    return {
      ...row,
      startedAt: wish.now,
      versionId: version.get(row.id)!.id,
      path: pathOf.get(row.documentId)!,
    };
  });

  const due = db
    .prepare<[string], number>(
      "select count(*) from translation_projects where status = 'pending' and available_at <= ?",
    )
    .pluck();
  const inWork = db
    .prepare<[string], number>(
      "select count(*) from translation_projects where status = 'processing' and reserved_at > ?",
    )
    .pluck();

  // `claim = @token` is the fence: a worker that was rescued writes nothing.
  const renew = db.prepare(`
    update translation_projects set reserved_at = @now
    where id = @id and claim = @token and status = 'processing'
  `);

  const worked = "processing_time_seconds = processing_time_seconds + @seconds";

  // The lines decide: completed only if each has a translation, failed if one was given up, else there is work left.
  const finish = db.prepare<Record<string, unknown>, { status: Status }>(`
    update translation_projects
    set ${worked},
        segments_done = tally.done,
        quality_score = tally.quality,
        status = case
          when tally.done = segments_count then 'completed'
          when tally.done + tally.failed = segments_count then 'failed'
          else 'pending' end,
        completed_at = case when tally.done + tally.failed = segments_count then @now end,
        error_message = case
          when tally.failed = 0 then null
          when tally.failed = 1 then 'line ' || tally.lines || ' could not be translated'
          else tally.failed || ' lines could not be translated: ' || tally.lines end,
        available_at = @now
    from (
      select
        count(*) filter (where state = 'done') as done,
        count(*) filter (where state = 'failed') as failed,
        coalesce(round(avg(quality), 1), 100) as quality,
        (select group_concat(line, ', ') from (
          select idx + 1 as line from segment_translations
          where version_id = @version and state = 'failed' order by idx limit 20)) as lines
      from segment_translations where version_id = @version) as tally
    where id = @id and claim = @token and status = 'processing'
    returning status
  `);

  const closeVersion = db.prepare(`
    update translation_versions
    set completed_at = @now, provider = @provider, model = @model, prompt_version = @promptVersion,
        quality_score = (select quality_score from translation_projects where id = @id)
    where id = @version
  `);

  const rememberDone = db.prepare(`
    insert into done_files (path, hash, target_lang, project_id, completed_at)
    select d.path, d.hash, p.target_lang, p.id, @now
    from translation_projects p join documents d on d.id = p.document_id
    where p.id = @id
    on conflict do update set project_id = excluded.project_id, completed_at = excluded.completed_at
  `);

  const giveBack = db.prepare<Record<string, unknown>, { status: Status }>(`
    update translation_projects
    set ${worked},
        attempts = max(0, attempts - @uncounted),
        status = case when @uncounted = 0 and attempts >= @attemptLimit then 'failed' else 'pending' end,
        completed_at = case when @uncounted = 0 and attempts >= @attemptLimit then @now end,
        error_message = case when @uncounted = 0 then @reason end,
        wait_reason = @reason,
        available_at = @availableAt
    where id = @id and claim = @token and status = 'processing'
    returning status
  `);

  const settle = db.transaction((project: Claimed, outcome: Outcome): Status | undefined => {
    const now = toUtcText(outcome.now);
    const seconds = Math.max(0, (outcome.now - project.startedAt) / SECOND);
    const fence = { id: project.id, token: project.token, now, seconds };
    if (outcome.kind === "again") {
      return giveBack.get({
        ...fence,
        availableAt: toUtcText(outcome.availableAt),
        reason: outcome.reason,
        uncounted: outcome.counted ? 0 : 1,
        attemptLimit: outcome.attemptLimit,
      })?.status;
    }
    const status = finish.get({ ...fence, version: project.versionId })?.status;
    if (status === "completed" || status === "failed") {
      const { provider, model, promptVersion } = outcome;
      closeVersion.run({ id: project.id, now, version: project.versionId, provider, model, promptVersion });
    }
    if (status === "completed") rememberDone.run({ id: project.id, now });
    return status;
  });

  const leases = db.prepare<[string], LeaseRow>(`
    select id, name, claim as token, reserved_by as worker, reserved_at as renewedAt, started_at as startedAt
    from translation_projects
    where status = 'processing' and reserved_at < ?
    order by reserved_at
  `);

  const rescueOne = db.prepare<Record<string, unknown>, { id: string; status: Status }>(`
    update translation_projects
    set status = case when attempts >= @attemptLimit then 'failed' else 'pending' end,
        completed_at = case when attempts >= @attemptLimit then @now end,
        error_message = case when attempts >= @attemptLimit
          then 'its worker died ' || attempts || ' times without saving a line' end,
        wait_reason = 'its worker (' || reserved_by || ') died',
        processing_time_seconds = processing_time_seconds
          + max(0, unixepoch(reserved_at) - unixepoch(coalesce(started_at, reserved_at))),
        available_at = @now
    where id = @id and claim = @token and status = 'processing'
    returning id, status
  `);
  const noteRescue = db.prepare(`
    insert into translation_errors (project_id, code, message, created_at)
    values (@id, 'worker_died', @message, @now)
  `);

  const rescue = db.transaction((stuck: readonly Lease[], now: string, attemptLimit: number) =>
    stuck.flatMap(({ id, token, worker, renewedAt }) => {
      const rescued = rescueOne.get({ id, token, now, attemptLimit });
      if (!rescued) return [];
      noteRescue.run({
        id,
        now,
        message: `worker ${worker} was not heard of since ${toUtcText(renewedAt)} UTC`,
      });
      return [rescued];
    }),
  );

  return {
    claim: async (wish) => claim.immediate(wish),
    depth: async (now, liveSince) => ({
      due: due.get(toUtcText(now))!,
      live: inWork.get(toUtcText(liveSince))!,
    }),
    renew: async ({ id, token }, now) => renew.run({ id, token, now: toUtcText(now) }).changes === 1,
    settle: async (project, outcome) => settle.immediate(project, outcome),
    leases: async (notRenewedSince) =>
      leases.all(notRenewedSince === undefined ? "9999" : toUtcText(notRenewedSince)).map((row) => ({
        ...row,
        renewedAt: fromUtcText(row.renewedAt),
        startedAt: fromUtcText(row.startedAt ?? row.renewedAt),
      })),
    rescue: async (stuck, now, attemptLimit) => rescue.immediate(stuck, toUtcText(now), attemptLimit),
  };
}

type ClaimRow = Omit<Claimed, "startedAt" | "versionId" | "path">;
type LeaseRow = Omit<Lease, "renewedAt" | "startedAt"> & { renewedAt: string; startedAt: string | null };
