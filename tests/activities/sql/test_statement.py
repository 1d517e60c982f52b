import pytest

from activities.sql.statement import MYSQL, POSTGRESQL, SQLITE, SQLSERVER, Dialect, prepare
from noria.errors import NodeFailed

VALUES = {"a": 1, "b": 2}


def text_of(sql: str, dialect: Dialect) -> str:
    return prepare(sql, VALUES, dialect)[0]


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("ANY(ARRAY[:a, :b])", "ANY(ARRAY[%(a)s, %(b)s])"),
        ("tags[:a]", "tags[%(a)s]"),
        (r"x LIKE :a ESCAPE '\' AND y = :b", r"x LIKE %(a)s ESCAPE '\' AND y = %(b)s"),
        (r"E'it\'s :a' || :b", r"E'it\'s :a' || %(b)s"),
        (r"name'\' || :b", r"name'\' || %(b)s"),
        ("$$ :a $$ || $x$ :a $$ $x$ || :b", "$$ :a $$ || $x$ :a $$ $x$ || %(b)s"),
        (':a::int % 2 -- :a 5%\n/* :a */ ":a"', '%(a)s::int %% 2 -- :a 5%%\n/* :a */ ":a"'),
    ],
)
def test_postgresql_has_arrays_and_backslashes_that_mean_themselves(sql: str, text: str) -> None:
    assert text_of(sql, POSTGRESQL) == text


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        (r"'it\'s :a', :b", r"'it\'s :a', %(b)s"),
        (r'"say \":a\"", :b', r'"say \":a\"", %(b)s'),
        ("`:a`, :b # :a\n", "`:a`, %(b)s # :a\n"),
        ("5--:a -- :b", "5--%(a)s -- :b"),
    ],
)
def test_mysql_escapes_with_a_backslash(sql: str, text: str) -> None:
    assert text_of(sql, MYSQL) == text


@pytest.mark.parametrize(("dialect", "place"), [(SQLITE, ":b"), (SQLSERVER, "?")])
def test_brackets_are_names_where_they_are(dialect: Dialect, place: str) -> None:
    text, values = prepare(r"[in :c] LIKE '\' + ':c' AND x = :b", VALUES, dialect)

    assert text == rf"[in :c] LIKE '\' + ':c' AND x = {place}"
    assert list(values) == ["b"] if dialect is SQLITE else [2]


def test_a_bracket_in_a_name_of_sql_server_is_doubled() -> None:
    assert text_of("SELECT [a]]:c], :a", SQLSERVER) == "SELECT [a]]:c], ?"


def test_question_marks_get_values_in_order_and_as_often_as_named() -> None:
    assert prepare(":b, :a, :b", VALUES, SQLSERVER) == ("?, ?, ?", [2, 1, 2])


@pytest.mark.parametrize("dialect", [POSTGRESQL, MYSQL, SQLITE, SQLSERVER])
def test_a_statement_without_parameters_is_as_it_was_written(dialect: Dialect) -> None:
    sql = "SELECT '100%%', '%d', 7 % 4"

    assert prepare(sql, VALUES, dialect) == (sql, [])


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(NodeFailed, match="names :c"):
        prepare("x = :c", VALUES, SQLSERVER)
