"""Times of expressions: `python -m benchmarks.expressions`. No server is needed."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import JsonValue

from noria.expressions import Budget, Engine, ExpressionItem, check, evaluate
from noria.expressions.cache import Cache, user_cache

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 200
TARGET_MS = {"20 expressions over 1 KB, one instance": 5.0, "check 1,000 templates": 300.0}

ORDER: JsonValue = {
    "id": 4711,
    "customer": {"name": "Ann Smith", "country": "DE", "since": "2020-05-01T00:00:00Z"},
    "lines": [
        {"sku": f"A-{n}", "quantity": n, "price": 9.95, "title": "A thing"} for n in range(12)
    ],
    "notes": "x" * 200,
}
TWENTY = [
    "{{ steps.fetch.output.id }}",
    "{{ steps.fetch.output.customer.name }}",
    "Order {{ steps.fetch.output.id }} of {{ steps.fetch.output.customer.name }}",
    "{{ steps.fetch.output.customer.country === 'DE' }}",
    "{{ steps.fetch.output.lines.length > 3 ? 'large' : 'small' }}",
    "{{ steps.fetch.output.customer.vat ?? 'none' }}",
    "{{ steps.fetch.output.customer.address?.street }}",
    "{{ steps.fetch.output.lines.map(line => line.sku) }}",
    "{{ steps.fetch.output.lines.reduce((sum, line) => sum + line.quantity * line.price, 0) }}",
    "{{ steps.fetch.output.lines.filter(line => line.quantity > 5).length }}",
    "{{ steps.fetch.output.lines[3].title }}",
    "{{ steps.fetch.output.customer.name.split(' ').at(-1).toUpperCase() }}",
    "{{ new Date(steps.fetch.output.customer.since).getFullYear() }}",
    "{{ Math.round(steps.fetch.output.lines[0].price * 100) }}",
    "{{ ({ id: steps.fetch.output.id, country: steps.fetch.output.customer.country }) }}",
    "{{ steps.fetch.output.notes.length }}",
    "{{ JSON.stringify(steps.fetch.output.customer) }}",
    "{{ steps.fetch.output.lines.some(line => line.sku === 'A-7') }}",
    "{{ [...new Set(steps.fetch.output.lines.map(line => line.title))] }}",
    "{{ `${steps.fetch.output.customer.country}-${steps.fetch.output.id}` }}",
]


def steps(output: JsonValue) -> dict[str, JsonValue]:
    return {"steps": {"fetch": {"status": "succeeded", "output": output}}}


def evaluating(sources: list[str], output: JsonValue) -> Callable[[], object]:
    items = [ExpressionItem(str(number), source) for number, source in enumerate(sources)]
    scope = steps(output)
    return lambda: evaluate(items, scope, budget=Budget.ACTIVITY, now=NOW, seed="seed")


def median_ms(work: Callable[[], object], rounds: int) -> float:
    work()
    times: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1_000


def main() -> None:
    rows: list[JsonValue] = [ORDER] * 900
    templates = [
        ExpressionItem(
            str(number), f"Dear {{{{ steps.s{number}.output.name }}}}, {{{{ trigger.x }}}}"
        )
        for number in range(1_000)
    ]
    small = ["{{ steps.fetch.output.lines.length > 3 }}"]
    measured = {
        "start without a cache": median_ms(lambda: Engine(Cache(None)), 1),
        "start with a cache": median_ms(lambda: Engine(user_cache()), 10),
        "one small expression": median_ms(evaluating(small, {"lines": [1, 2, 3]}), ROUNDS),
        "one expression over 1 KB": median_ms(evaluating(small, ORDER), ROUNDS),
        "20 expressions over 1 KB, one instance": median_ms(evaluating(TWENTY, ORDER), ROUNDS),
        "one expression over 1 MB": median_ms(
            evaluating(["{{ steps.fetch.output.length }}"], rows), 10
        ),
        "1 MB in and out": median_ms(evaluating(["{{ steps.fetch.output }}"], rows), 10),
        "check 1,000 templates": median_ms(lambda: check(templates), 5),
    }
    print(f"{'median':>10}  {'target':>8}")
    for name, milliseconds in measured.items():
        target = f"{TARGET_MS[name]:.0f} ms" if name in TARGET_MS else ""
        print(f"{milliseconds:>7.2f} ms  {target:>8}  {name}")


if __name__ == "__main__":
    main()
