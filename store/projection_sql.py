"""The statements of `store.projection`, sent together as one transaction.

The first locks the runs. The second begins only then, so it sees all that was committed under the
lock before: what it decides, no other writer changes meanwhile.

Reports come as one JSON text each, which costs next to nothing to make and stays the same statement
for every number of rows. Values inside are JSON texts of their own and are stored as they are.
"""

# Sorted: two writers that share runs wait for each other instead of deadlocking.
LOCK = """
    SELECT id::text, workspace_id::text FROM run WHERE id = ANY ($1::text::uuid[])
    ORDER BY id FOR NO KEY UPDATE
"""

# $1: reports of attempts. $2: the runs of all of them, with the new status of some.
# $3, $4: errors of attempts that are closed because a later one replaced them, or the run ended.
# $5: when they are closed. $6: the channel. $7: how many ids go into a notice.
#
# LIMIT and OFFSET keep the planner from turning look-ups by key, of which there are few, into a join
# with the whole table; ORDER BY makes it look up a step by its own key, not among all of its run.
WRITE = """
WITH told AS MATERIALIZED (
    SELECT told.*, run.event_seq, run.started_at IS NULL AS is_new,
        told.status IN ('succeeded', 'failed', 'cancelled') AS ends,
        run.status NOT IN ('succeeded', 'failed', 'cancelled')
            AND told.status NOT IN ('queued', run.status)
            -- What is late tells of a status that the run had before the one it has.
            AND (told.at < run.status_at AND told.status NOT IN
                ('succeeded', 'failed', 'cancelled')) IS NOT TRUE AS moves
    FROM json_to_recordset($2::json) AS told (
        run_id uuid, workspace_id uuid, status text, at timestamptz, output text, error text, not_undone text,
        failed_node text, started_at timestamptz, finished_at timestamptz
    )
    JOIN LATERAL (
        SELECT workspace_id, status, status_at, event_seq, started_at
        FROM run WHERE id = told.run_id LIMIT 1
    ) AS run USING (workspace_id)
),
given AS MATERIALIZED (
    SELECT report.run_id, report.workspace_id, node_id, iteration,
        coalesce(failed.attempt + 1, report.attempt) AS attempt,
        status, rank, progress, port, input, output, error, started_at, finished_at, place
    FROM ROWS FROM (
        json_to_recordset($1::json) AS (
            run_id uuid, workspace_id uuid, node_id text, iteration text, attempt integer,
            status text, rank smallint, progress bigint, port text, input text, output text, error text,
            started_at timestamptz, finished_at timestamptz
        )
    ) WITH ORDINALITY AS report (
        run_id, workspace_id, node_id, iteration, attempt,
        status, rank, progress, port, input, output, error, started_at, finished_at, place
    )
    -- The workflow does not know how many attempts have failed when a step is cancelled between
    -- two of them: it is the next one that is cancelled.
    LEFT JOIN LATERAL (
        SELECT attempt FROM (
            SELECT attempt, status FROM step
            WHERE report.status = 'cancelled' AND run_id = report.run_id
                AND node_id = report.node_id AND iteration = report.iteration
            ORDER BY attempt DESC LIMIT 1
        ) AS newest
        WHERE newest.status = 'failed' AND newest.attempt >= report.attempt
    ) AS failed ON true
),
reports AS MATERIALIZED (
    SELECT given.*, told.ends, told.event_seq, step.rank AS known_rank,
        -- A loop in batches is told of again and again while it runs, each time further on.
        step.rank = given.rank AND given.progress > step.progress AS goes_on
    FROM given
    JOIN told USING (run_id, workspace_id)
    LEFT JOIN LATERAL (
        SELECT attempt, rank, CASE WHEN given.progress >= 0 AND status = 'running' THEN
            coalesce((output->>'done')::bigint + (output->>'failed')::bigint
                + (output->>'left_out')::bigint, -1)
        END AS progress
        FROM step
        WHERE run_id = given.run_id AND node_id = given.node_id
            AND iteration = given.iteration AND attempt >= given.attempt
        ORDER BY attempt LIMIT 1
    ) AS step USING (attempt)
),
touched AS (
    SELECT run_id, node_id, iteration, max(attempt) AS newest, bool_or(ends) AS ends
    FROM reports GROUP BY run_id, node_id, iteration
),
unfinished AS (
    SELECT step.*, attempt < greatest(touched.newest, step.newest) AS replaced
    FROM touched CROSS JOIN LATERAL (
        SELECT run_id, node_id, iteration, attempt, workspace_id, status,
            max(attempt) OVER () AS newest
        FROM step WHERE run_id = touched.run_id AND node_id = touched.node_id
            AND iteration = touched.iteration
        ORDER BY attempt OFFSET 0
    ) AS step
    WHERE ends OR attempt < greatest(touched.newest, step.newest)
    UNION ALL
    SELECT step.*, attempt, false
    FROM told CROSS JOIN LATERAL (
        SELECT run_id, node_id, iteration, attempt, workspace_id, status
        FROM step WHERE run_id = told.run_id OFFSET 0
    ) AS step
    WHERE ends AND (step.run_id, node_id, iteration) NOT IN (
        SELECT run_id, node_id, iteration FROM touched
    )
),
changes AS (
    SELECT run_id, workspace_id, node_id, iteration, attempt, status, rank, port,
        input, output, error, started_at, finished_at, place, event_seq
    FROM reports WHERE known_rank IS NULL OR known_rank < rank OR goes_on
    UNION ALL
    -- These keep a rank below final: a report that is only late still tells what really happened.
    SELECT run_id, workspace_id, node_id, iteration, attempt,
        CASE WHEN replaced THEN 'failed' ELSE 'cancelled' END, 2::smallint, NULL,
        NULL, NULL, CASE WHEN replaced THEN $3 ELSE $4 END, NULL, $5::timestamptz, NULL,
        (SELECT event_seq FROM told WHERE told.run_id = unfinished.run_id)
    FROM unfinished
    WHERE status IN ('queued', 'running', 'waiting', 'paused')
        AND (run_id, node_id, iteration, attempt) NOT IN (
            SELECT run_id, node_id, iteration, attempt FROM reports WHERE known_rank < rank
        )
),
numbered AS MATERIALIZED (
    SELECT changes.*, event_seq + row_number() OVER (
        PARTITION BY run_id ORDER BY place NULLS LAST, node_id, iteration, attempt
    ) AS seq
    FROM changes
),
written AS (
    INSERT INTO step (
        run_id, node_id, iteration, attempt, workspace_id, status, rank, port,
        input, output, error, started_at, finished_at, seq
    )
    SELECT run_id, node_id, iteration, attempt, workspace_id, status, rank, port,
        input::json, output::json, error::json, started_at, finished_at, seq
    FROM numbered
    ON CONFLICT (run_id, node_id, iteration, attempt) DO UPDATE SET
        status = excluded.status,
        rank = excluded.rank,
        port = excluded.port,
        input = coalesce(excluded.input, step.input),
        output = excluded.output,
        error = excluded.error,
        started_at = coalesce(excluded.started_at, step.started_at),
        finished_at = excluded.finished_at,
        seq = excluded.seq
),
news AS MATERIALIZED (
    SELECT told.*, coalesce(counted.seq, event_seq) + CASE WHEN moves THEN 1 ELSE 0 END AS seq
    FROM told LEFT JOIN (
        SELECT run_id, max(seq) AS seq FROM numbered GROUP BY run_id
    ) AS counted USING (run_id)
    WHERE moves OR counted.seq IS NOT NULL
),
changed AS (
    UPDATE run SET
        event_seq = news.seq,
        status = CASE WHEN moves THEN news.status ELSE run.status END,
        status_at = CASE WHEN moves THEN coalesce(news.at, run.status_at) ELSE run.status_at END,
        in_line = run.in_line AND NOT moves,
        status_seq = CASE WHEN moves THEN news.seq ELSE run.status_seq END,
        started_at = CASE
            WHEN moves THEN coalesce(run.started_at, news.started_at) ELSE run.started_at
        END,
        output = CASE WHEN moves AND ends THEN news.output::json ELSE run.output END,
        error = CASE WHEN moves AND ends THEN news.error::json ELSE run.error END,
        not_undone = CASE WHEN moves AND ends THEN news.not_undone::json ELSE run.not_undone END,
        finished_at = CASE WHEN moves AND ends THEN news.finished_at ELSE run.finished_at END
    FROM news WHERE run.id = news.run_id
    RETURNING run.id, run.workspace_id, run.workflow_id, run.version, run.relation, run.key,
        run.status, run.started_at, run.finished_at, run.error, moves, ends, is_new,
        failed_node
),
-- The outbox: see store.outbox. A step has failed for good when its run has failed with it, or goes
-- on by a way for that, which is rank 4.
happened AS (
    SELECT run_id, 'step.failed' AS type, to_json(node_id) AS node_id, iteration,
        numbered.error::json AS error
    FROM numbered WHERE rank = 4
    UNION ALL
    SELECT id, event.type, event.node_id, NULL, event.error
    FROM changed CROSS JOIN LATERAL (
        SELECT 'run.started' AS type, NULL::json AS node_id, NULL::json AS error
        WHERE is_new AND started_at IS NOT NULL
        UNION ALL
        SELECT 'step.failed', to_json(failed_node), changed.error
        WHERE status = 'failed' AND failed_node IS NOT NULL
        UNION ALL
        SELECT 'run.' || status, NULL, changed.error WHERE ends
    ) AS event
    WHERE moves
),
outbox AS (
    INSERT INTO domain_event (workspace_id, type, data)
    SELECT workspace_id, type, json_build_object(
        'run_id', id, 'workflow_id', workflow_id, 'version', version, 'key', key,
        'started_at', started_at, 'finished_at', finished_at,
        'node_id', node_id, 'iteration', iteration, 'error', happened.error
    )
    FROM happened JOIN changed ON id = run_id
    WHERE version IS NOT NULL AND coalesce(relation, '') NOT IN ('call', 'item')
)
SELECT pg_notify($6, string_agg(id::text, ','))
FROM (SELECT id, (row_number() OVER () - 1) / $7::int AS notice FROM changed) AS notices
GROUP BY notice
"""

# Of runs that have ended: the workflows where others are in line. Nearly always none.
LINES = """
    SELECT DISTINCT workflow_id FROM run WHERE id = ANY ($1::text::uuid[]) AND EXISTS (
        SELECT FROM run AS next WHERE next.workflow_id = run.workflow_id AND next.in_line
    )
"""

# $1: runs that are told to have failed, each with the id of its letter. Test runs get none, nor do
# items of loops: what becomes of them is their loop's matter.
BURY = """
    INSERT INTO dead_letter (
        id, workspace_id, kind, status, run_id, workflow_id, error_type, node_id
    )
    SELECT given.id, run.workspace_id, 'run', 'open', run.id, run.workflow_id,
        given.error_type, given.node_id
    FROM json_to_recordset($1::json) AS given (
        id uuid, run_id uuid, workspace_id uuid, error_type text, node_id text
    )
    JOIN run ON run.id = given.run_id AND run.workspace_id = given.workspace_id
    WHERE run.status = 'failed' AND run.version IS NOT NULL
        AND run.relation IS DISTINCT FROM 'item'
    ON CONFLICT (run_id) DO NOTHING
"""
