"""Schedules as the API keeps them; Temporal's part is in tests/workflows/test_schedules.py."""

from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import add_trigger

HOURLY = {"kind": "interval", "every_s": 3600}


async def test_temporal_hears_of_each_change(owner: Client, temporal: FakeTemporal) -> None:
    trigger = await add_trigger(owner, "schedule", config=HOURLY)
    made = temporal.schedules[trigger["id"]]
    await owner.json(
        "PATCH", f"/triggers/{trigger['id']}", json={"config": {**HOURLY, "every_s": 60}}
    )
    changed = temporal.schedules[trigger["id"]].config.every_s
    await owner.json("POST", f"/triggers/{trigger['id']}/pause")
    paused = temporal.schedules[trigger["id"]].paused
    await owner.json("DELETE", f"/triggers/{trigger['id']}")

    assert (made.paused, made.config.every_s, changed, paused) == (False, 3600, 60, True)
    assert temporal.schedules == {}


async def test_a_schedule_is_made_while_temporal_is_away(
    owner: Client, temporal: FakeTemporal
) -> None:
    temporal.away = True
    trigger = await add_trigger(owner, "schedule", config=HOURLY)

    assert (trigger["health"], temporal.schedules) == ("unused", {})


async def test_the_next_times_are_told_in_words_before_and_after(owner: Client) -> None:
    config = {"kind": "cron", "cron": "0 9 * * 1-5", "time_zone": "Europe/Berlin"}
    preview = await owner.json("POST", "/schedule-preview", json={"config": config})
    trigger = await add_trigger(owner, "schedule", config=config)
    listed = await owner.json("GET", f"/triggers/{trigger['id']}/times?count=2")
    wrong = await owner.ask("POST", "/schedule-preview", json={"config": {"kind": "cron"}})

    assert preview["words"] == "At 09:00 AM, Monday through Friday (Europe/Berlin)"
    assert len(preview["times"]) == 10
    assert listed["times"] == preview["times"][:2]
    assert wrong.status_code == 422


async def test_a_schedule_is_told_in_the_language_of_the_reader(owner: Client) -> None:
    german = {"headers": {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}}
    config = {"kind": "cron", "cron": "0 9 * * 1-5", "time_zone": "Europe/Berlin"}
    told = "Um 09:00, Montag bis Freitag (Europe/Berlin)"
    trigger = await add_trigger(owner, "schedule", config=config)
    path = f"/triggers/{trigger['id']}"
    preview = await owner.json("POST", "/schedule-preview", json={"config": config}, **german)
    listed = await owner.ask("GET", "/triggers", **german)
    read = await owner.json("GET", path, **german)
    times = await owner.json("GET", f"{path}/times", **german)
    english = await owner.json("GET", path, headers={"Accept-Language": "fr"})

    assert [each["words"] for each in (preview, *listed.json()["items"], read, times)] == [told] * 4
    assert "Accept-Language" in listed.headers["vary"]
    assert english["words"] == "At 09:00 AM, Monday through Friday (Europe/Berlin)"


async def test_a_past_period_is_fired_for(
    owner: Client, stranger: Client, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner, "schedule", config=HOURLY)
    path = f"/triggers/{trigger['id']}/backfill"
    period = {"since": "2026-11-01T00:00:00Z", "until": "2026-11-01T02:00:00Z"}
    would = await owner.http.get(
        f"/api/v1/triggers/{trigger['id']}/times",
        params=period,
        headers={"Authorization": f"Bearer {owner.token}"},
    )
    fired = await owner.json("POST", path, json=period)
    ahead = await owner.ask("POST", path, json={**period, "until": "2099-01-01T00:00:00Z"})
    foreign = await stranger.ask("POST", path, json=period)

    assert would.json() == fired
    assert fired["times"] == ["2026-11-01T01:00:00Z", "2026-11-01T02:00:00Z"]
    assert len(temporal.backfilled) == 1
    assert (ahead.status_code, foreign.status_code) == (422, 404)
