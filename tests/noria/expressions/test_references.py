"""What an expression reads."""

import pytest

from noria.errors import ExpressionError
from noria.expressions.references import Reference, references

PATHS: dict[str, list[str]] = {
    "steps.fetch.output.body.total > 100": ["steps.fetch.output.body.total"],
    "steps['fetch'].output[0].x": ["steps.fetch.output.0.x"],
    "steps.a.output[run.index].x": ["steps.a.output", "run.index"],
    "steps[trigger.name].output": ["steps", "trigger.name"],
    "Object.keys(steps)": ["steps"],
    "steps.a.output.items.map(x => x.id)": ["steps.a.output.items"],
    "trigger.items.length": ["trigger.items"],
    "trigger.items.map(item => item.a + trigger.b)": ["trigger.items", "trigger.b"],
    "trigger.items.map(({ item, index: loop }, run = env.a) => item + loop + run)": [
        "trigger.items",
        "env.a",
    ],
    "trigger.items.map(function (item) { return item + index })": ["trigger.items", "index"],
    "(() => { const env = 1; return env + vars.b })()": ["vars.b"],
    "(() => { for (const run of trigger.a) { return run.x } })()": ["trigger.a"],
    "(() => { try { return 1 } catch (env) { return env.x } })()": [],
    "({ steps, run: vars.a, [env.b]: 1 })": ["steps", "vars.a", "env.b"],
    "x.steps.a + foo.run": [],
    "`total ${ trigger.total } ${`${vars.x}`}`": ["trigger.total", "vars.x"],
    "'steps.a.output'": [],
    "/steps.a/.test(env.x) // run.y": ["env.x"],
    "f(...loop.prev)": ["loop.prev"],
    "(steps.a.output).b": ["steps.a.output"],
    "item": ["item"],
    "trigger['a b'].c": ["trigger.a b.c"],
    "trigger['a\\n'].c": ["trigger"],
    "delete run.x": ["run.x"],
}


@pytest.mark.parametrize("source", PATHS)
def test_paths_end_before_what_is_computed(source: str) -> None:
    assert [".".join(found.path) for found in references(source, bare=True)] == PATHS[source]


@pytest.mark.parametrize(
    ("source", "optional"),
    [
        ("steps.a.output", False),
        ("steps.a?.output", True),
        ("steps.a.output?.b.c", True),
        ("steps.a.output?.[0]", True),
        ("steps.a.output.get?.()", False),
        ("steps.a.output ?? 1", True),
        ("(steps.a.output) ?? 1", True),
        ("1 ?? steps.a.output", False),
        ("steps.a.output.map(x => x) ?? 1", True),
        ("steps.a.output || 1", False),
        ("steps.a.output + 1 ?? 1", False),
    ],
)
def test_a_guard_makes_a_reference_optional(source: str, optional: bool) -> None:
    assert [found.optional for found in references(source, bare=True)] == [optional]


def test_places_are_in_the_whole_template() -> None:
    assert references("x\n😀 {{\n  trigger.a }} {{ env.b ?? 1 }}") == [
        Reference(("trigger", "a"), optional=False, line=3, column=3),
        Reference(("env", "b"), optional=True, line=3, column=19),
    ]
    assert references("😀{{ env.b }}") == [Reference(("env", "b"), False, line=1, column=6)]


def test_a_template_is_split_as_it_is_when_evaluated() -> None:
    found = references("steps.x {{ {a: {b: steps.y.output}} }} {{ '}} steps.z {{' }}")

    assert [reference.path for reference in found] == [("steps", "y", "output")]


def test_text_reads_nothing() -> None:
    assert references("steps.a.output") == []


def test_a_template_that_cannot_be_split_is_an_error() -> None:
    with pytest.raises(ExpressionError):
        references("{{ ( }} {{ steps.a }}")
