"""The copilot answers for the person who asks."""

from dataclasses import dataclass, field

from activities.guard import Guard
from activities.transport import guarded_client
from noria.context import NodeContext
from noria.copilot.work import CopilotCall
from tests.activities.fakes import FakeContext
from worker.copilot import Copilot


@dataclass
class Contexts:
    """Implements `worker.models.Contexts`."""

    context: FakeContext
    asked: list[str] = field(default_factory=list[str])

    def asked_by(
        self, account_id: str, workspace_id: str, name: str, *, timeout_s: float
    ) -> NodeContext:
        self.asked += [account_id, workspace_id]
        return self.context


async def test_who_asks_is_who_pays_and_whose_credentials_are_used() -> None:
    call = CopilotCall(
        workspace_id="w", account_id="ada", task="explain", model="demo/demo", graph={}
    )
    async with guarded_client(Guard()) as http:
        contexts = Contexts(FakeContext(http=http, run_id=""))
        answer = await Copilot(contexts).answer(call)

    assert (answer.refusal, bool(answer.text)) == (None, True)
    assert contexts.asked == ["ada", "w"]
