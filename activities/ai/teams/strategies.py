"""The graph of each strategy. Its nodes ask for a member's turn or for a decision; LangGraph joins."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, cast

import orjson
from langgraph.constants import END, START
from langgraph.graph.state import StateGraph
from langgraph.types import Send

from activities.ai.graphs.advance import Builder, ask
from activities.ai.teams.state import (
    LAST_WORD,
    Statement,
    TeamState,
    Turn,
    limit_of,
    listed,
    read,
    reason_of,
    spent_by,
    told,
)
from noria.ai.team_config import DECIDE, TeamAdvanceConfig, ToldMember
from noria.errors import NodeFailed

LEAD = "__lead"
ROUND = "__round"
Route = Callable[[TeamState], Any]

_BRIEF = {
    "supervisor": "You lead a team. Say each time who does what next, until the task is done; then say "
    "`finish` and give the answer. The team:",
    "plan": "You plan the work of a team. Give the steps that are left, each with who does it. When "
    "nothing is left to do, give no steps but the answer. The team:",
    "vote": "Several people have answered a task. Say whose answer is best. They are:",
    "debate": "Several people have discussed a task. Weigh what they said, and give the answer. They are:",
}


def graph_of(config: TeamAdvanceConfig) -> Builder:
    """A graph over `TeamState`."""
    return _BUILDERS[config.strategy](_Team(config))


class _Team:
    """What all strategies are built of."""

    def __init__(self, config: TeamAdvanceConfig) -> None:
        self.config = config
        self.names = [member.name for member in config.members]
        self.builder: Any = StateGraph(TeamState)
        for member in config.members:
            self.builder.add_node(member.name, _working(member))

    def lead(self, state: TeamState) -> dict[str, Any]:
        """Ask the model that leads; what it decides is read by `route`."""
        limit = limit_of(state, self.config.limits)
        messages = [*(state["messages"] or [self._brief(state)])]
        news = state["said"][state["heard"] :]
        if news and state["messages"]:
            messages.append({"role": "user", "content": told(news)})
        if limit:
            messages.append({"role": "user", "content": LAST_WORD})
        came = cast("dict[str, Any]", ask(DECIDE, {"messages": messages}))
        if set(came) == {"error"}:
            raise NodeFailed(f"The team's model can't decide: {reason_of(came)}")
        data: dict[str, Any] = came.get("data") or {}
        said = {"role": "assistant", "content": orjson.dumps(data).decode()}
        return {
            "messages": [*messages, said],
            "heard": len(state["said"]),
            "rounds": state["rounds"] + 1,
            "spent": spent_by(came),
            "stopped": limit,
            **self._decided(data, state, is_last=limit is not None),
        }

    def _brief(self, state: TeamState) -> dict[str, Any]:
        lines = [_BRIEF[self.config.strategy], listed(self.config.members), "", "The task:"]
        lines.append(state["task"])
        if state["said"]:
            lines += ["", told(state["said"])]
        return {"role": "user", "content": "\n".join(lines)}

    def _decided(self, data: dict[str, Any], state: TeamState, *, is_last: bool) -> dict[str, Any]:
        strategy = self.config.strategy
        if strategy == "vote":
            chosen = [each for each in state["said"] if each["who"] == data.get("winner")]
            return _answer(chosen or state["said"], data)
        answer: dict[str, Any] = {
            "answer": data.get("answer") or _last_text(state),
            "data": data,
            "turns": [],
        }
        if strategy == "debate" or is_last:
            return answer
        if strategy == "supervisor":
            turns = [Turn(member=data["next"], task=data.get("task") or state["task"])]
            return answer if data["next"] == "finish" else {"turns": turns}
        steps: list[dict[str, str]] = data.get("plan") or []
        plan = [Turn(member=each["member"], task=each["task"]) for each in steps]
        return {"turns": plan} if plan else answer

    def send(self, state: TeamState) -> Any:
        """To whose turn it is, or to the end."""
        return _sent(state["turns"][:1], state) if state["turns"] else END

    def send_all(self, state: TeamState) -> list[Send]:
        return _sent([Turn(member=name, task=state["task"]) for name in self.names], state)


def _working(member: ToldMember) -> Callable[[Any], dict[str, Any]]:
    def work(given: Any) -> dict[str, Any]:
        came = ask(member.name, {"task": given["brief"], "said": given["said"]})
        statement, spent = read(member.name, given["task"], came)
        return {"said": [statement], "spent": spent_by({}) if member.is_counted else spent}

    return work


def _sent(turns: Sequence[Turn], state: TeamState) -> list[Send]:
    said = state["said"]
    return [
        Send(
            turn["member"],
            {
                "task": turn["task"],
                "brief": turn["task"] if not said else f"{turn['task']}\n\n{told(said)}",
                "said": said,
            },
        )
        for turn in turns
    ]


def _supervisor(team: _Team) -> Builder:
    builder = team.builder
    builder.add_node(LEAD, team.lead)
    builder.add_edge(START, LEAD)
    builder.add_conditional_edges(LEAD, team.send, [*team.names, END])
    for name in team.names:
        builder.add_edge(name, LEAD)
    return builder


def _plan(team: _Team) -> Builder:
    def done(state: TeamState) -> dict[str, Any]:
        return {"turns": state["turns"][1:]}

    def follow(state: TeamState) -> Any:
        return _sent(state["turns"][:1], state) if state["turns"] else LEAD

    builder = team.builder
    builder.add_node(LEAD, team.lead)
    builder.add_node(ROUND, done)
    builder.add_edge(START, LEAD)
    builder.add_conditional_edges(LEAD, team.send, [*team.names, END])
    builder.add_conditional_edges(ROUND, follow, [*team.names, LEAD])
    for name in team.names:
        builder.add_edge(name, ROUND)
    return builder


def _hand_off(team: _Team) -> Builder:
    def take(state: TeamState) -> dict[str, Any]:
        said = state["said"]
        if not said:
            return {"turns": [Turn(member=team.names[0], task=state["task"])], "rounds": 1}
        data = said[-1]["data"]
        asked: dict[str, Any] = data if isinstance(data, dict) else {}
        limit = limit_of(state, team.config.limits)
        if limit or asked.get("hand_to") not in team.names:
            return {"turns": [], "stopped": limit, **_answer(said, data)}
        turn = Turn(member=asked["hand_to"], task=asked.get("task") or state["task"])
        return {"turns": [turn], "rounds": state["rounds"] + 1}

    builder = team.builder
    builder.add_node(ROUND, take)
    builder.add_edge(START, ROUND)
    builder.add_conditional_edges(ROUND, team.send, [*team.names, END])
    for name in team.names:
        builder.add_edge(name, ROUND)
    return builder


def _vote(team: _Team) -> Builder:
    def count(state: TeamState) -> dict[str, Any]:
        sound = [each for each in state["said"] if not each["failed"]]
        if not sound:
            raise NodeFailed(f"No member of the team has an answer. {told(state['said'])}")
        votes = Counter(_vote_of(each) for each in sound)
        most, _ = votes.most_common(1)[0]
        winners = [each for each in sound if _vote_of(each) == most]
        return {"rounds": 1, **_answer(winners, dict(votes))}

    builder = team.builder
    builder.add_node(LEAD, team.lead if team.config.vote == "judge" else count)
    builder.add_conditional_edges(START, team.send_all, team.names)
    for name in team.names:
        builder.add_edge(name, LEAD)
    builder.add_edge(LEAD, END)
    return builder


def _debate(team: _Team) -> Builder:
    def count(state: TeamState) -> dict[str, Any]:
        return {"rounds": state["rounds"] + 1}

    def again(state: TeamState) -> Any:
        is_over = state["rounds"] >= team.config.debate_rounds
        return LEAD if is_over or limit_of(state, team.config.limits) else team.send_all(state)

    builder = team.builder
    builder.add_node(ROUND, count)
    builder.add_node(LEAD, team.lead)
    builder.add_conditional_edges(START, team.send_all, team.names)
    for name in team.names:
        builder.add_edge(name, ROUND)
    builder.add_conditional_edges(ROUND, again, [*team.names, LEAD])
    builder.add_edge(LEAD, END)
    return builder


_BUILDERS: dict[str, Callable[[_Team], Builder]] = {
    "supervisor": _supervisor,
    "hand_off": _hand_off,
    "vote": _vote,
    "debate": _debate,
    "plan": _plan,
}


def _answer(said: Sequence[Statement], data: Any) -> dict[str, Any]:
    """Of the last of them; a member that may hand over answers in a field."""
    own = said[-1]["data"]
    text = own.get("answer") if isinstance(own, dict) else None
    return {"answer": text if isinstance(text, str) else said[-1]["text"], "data": data}


def _last_text(state: TeamState) -> str:
    return state["said"][-1]["text"] if state["said"] else ""


def _vote_of(statement: Statement) -> str:
    if statement["data"] is not None:
        return orjson.dumps(statement["data"], option=orjson.OPT_SORT_KEYS).decode()
    return " ".join(statement["text"].split()).casefold()
