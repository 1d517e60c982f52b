"""What benchmarks ask of the API."""

from typing import Any

from benchmarks.platform import Platform


class Api:
    """As the owner."""

    def __init__(self, platform: Platform) -> None:
        self._http = platform.http()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, path, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def publish(self, name: str, graph: dict[str, Any]) -> str:
        made = self.ask("POST", "/workflows", {"name": name, "graph": graph})
        self.ask("POST", f"/workflows/{made['id']}/publish")
        return made["id"]

    def add(self, workflow_id: str, type_name: str, config: dict[str, Any]) -> Any:
        body = {"type": type_name, "name": "Benchmark", "config": config}
        return self.ask("POST", f"/workflows/{workflow_id}/triggers", body)

    def firings(self, trigger_id: str) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = self.ask("GET", f"/triggers/{trigger_id}/firings?limit=200{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"
