"""Reading and writing: what is written is read back, and no text raises anything but a problem of ours."""

import os
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from support import expression_samples as generate

from dougong.engines.expression.canonical import from_json, to_json
from dougong.engines.expression.check import check, check_node
from dougong.engines.expression.parse import parse
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, without_kinds
from dougong.engines.finding import Invalid

FUNCTIONS = load_functions()
FUZZ = int(os.environ.get("DOUGONG_FUZZ_PARSER", "2000"))


@given(generate.expressions())
@settings(max_examples=300, deadline=None)
def test_what_is_printed_is_read_back_as_the_same_tree(tree: Node) -> None:
    raw = parse(print_(tree))
    assert parse(print_(raw)) == raw


@given(generate.expressions())
@settings(max_examples=300, deadline=None)
def test_canonical_json_is_read_back_as_the_same_tree(tree: Node) -> None:
    checked = check_node(tree, SampleScope(generate.TYPES), None, FUNCTIONS)
    assert checked.ok, [finding.message.en for finding in checked.findings]
    assert from_json(to_json(checked.node)) == checked.node


@given(generate.expressions())
@settings(max_examples=300, deadline=None)
def test_a_checked_tree_is_checked_again_as_itself(tree: Node) -> None:
    scope = SampleScope(generate.TYPES)
    checked = check_node(tree, scope, None, FUNCTIONS)
    again = check_node(parse(print_(without_kinds(checked.node))), scope, None, FUNCTIONS)
    assert again.ok, [finding.message.en for finding in again.findings]
    assert print_(again.node) == print_(checked.node)


PIECES = (
    *"()[]{}，（）“”【】＝＜＞+-*/^&%=<>!,.;'\"@#$?:\\|~`\n\t \u200b\0\ud800é中😀",
    "IF", "AND", "OR", "NOT", "IN", "TRUE", "blank", "SUM(", "a", "a.b", "1", "1.5", "1e9", "9" * 40, "..", "<>", "!=",
    "this_month", '"x"', "“y”", "TEXT(", "__", "a1", "1a", "NOT(", "[1, 2]", "{n}", ">=",
)  # fmt: skip


def test_no_text_raises_anything_but_a_problem_of_ours() -> None:
    random, scope = Random(20260315), SampleScope(generate.TYPES)
    accepted = 0
    for _ in range(FUZZ):
        text = "".join(random.choice(PIECES) for _ in range(random.randint(1, 14)))
        try:
            tree = parse(text)
        except Invalid as refused:
            (finding,) = refused.findings[:1]
            assert finding.position is not None
            start, end = finding.position
            assert 0 <= start <= end <= len(text)
            assert finding.message.zh
            assert finding.message.en
            # what is read on behind a mistake is checked as well
            assert not check(text, scope, None, FUNCTIONS).ok
            continue
        accepted += 1
        assert parse(print_(tree)) == tree, text
    # texts that parse by chance are rare, but a fuzz that never parses tests little
    assert accepted > FUZZ // 200


def test_a_sign_with_something_unseen_inside_is_told_as_that_sign() -> None:
    with pytest.raises(Invalid) as refused:
        parse("^|\u200b|")
    assert any("write OR" in finding.message.en for finding in refused.value.findings)


def test_mutated_expressions_are_read_or_refused() -> None:
    random = Random(7)
    for seed in range(FUZZ // 10):
        tree, _ = generate.sample(seed)
        text = list(print_(tree))
        for _ in range(random.randint(1, 3)):
            text[random.randrange(len(text))] = random.choice(PIECES)
        with suppress(Invalid):
            assert parse(print_(parse("".join(text))))


@pytest.mark.parametrize(
    ("text", "code", "position", "words"),
    [
        ("amount +", "unfinished_expression", (8, 8), "a value"),
        ("IF(a, 1", "unfinished_expression", (7, 7), "a closing parenthesis"),
        ("a b", "unexpected_token", (2, 3), "an operator"),
        ("a + 'x'", "single_quote", (4, 7), "double quotes"),
        ('"abc', "unclosed_text", (0, 4), "closing quote"),
        ("1 + 2abc", "bad_number", (4, 8), "letters"),
        ("", "empty_expression", (0, 0), "empty"),
    ],
)
def test_a_syntax_problem_says_where_and_what_was_expected(
    text: str, code: str, position: tuple[int, int], words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    (finding,) = refused.value.findings
    assert (finding.code, finding.position) == (code, position)
    assert words in finding.message.en


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(amount + nope", [("unknown_name", (10, 14)), ("unfinished_expression", (14, 14))]),
        ("amount @ 1 + 2abc", [("unexpected_token", (7, 8)), ("bad_number", (13, 17))]),
        ("IF(amount 'big', 'small')", [("single_quote", (10, 15)), ("single_quote", (17, 24))]),
        ("SUM(1, , 2) + NOPE(3)", [("unexpected_token", (7, 8)), ("unknown_function", (14, 18))]),
        ("amount + * 2 + nme", [("unexpected_token", (9, 10)), ("unknown_name", (15, 18))]),
        ("1 ) ) ) + nme", [("unexpected_token", (2, 3)), ("unknown_name", (10, 13))]),
        (
            '(1 + @ & "abc',
            [("unexpected_token", (5, 6)), ("unclosed_text", (9, 13)), ("unfinished_expression", (13, 13))],
        ),
        # what is blamed already is not blamed as a name too
        ("amount 和 100", [("unexpected_token", (7, 8))]),
    ],
)
def test_every_mistake_of_a_text_is_told_at_once(text: str, told: list[tuple[str, tuple[int, int]]]) -> None:
    found = check(text, SampleScope({"amount": "number"}), None, FUNCTIONS)
    assert [(finding.code, finding.position) for finding in found.findings] == told
    assert not found.ok


def test_a_text_that_is_mostly_wrong_costs_little_and_tells_some() -> None:
    for text in ("(" * 9_999, ")" * 9_999, "'" * 9_999, '["' * 4_999, "a+" * 4_999 + ")", "f(" * 3_000 + "1 1"):
        found = check(text, SampleScope({}), None, FUNCTIONS)
        assert 1 <= len(found.findings) <= 21


def test_an_operator_before_a_parenthesis_is_an_operator_between_operands_and_a_function_elsewhere() -> None:
    a, b, c = (Path((name,)) for name in "abc")
    assert parse("a AND (b OR c)") == Call("AND", (a, Call("OR", (b, c))))
    assert parse("AND(a, b)") == Call("AND", (a, b))
    assert parse("a IN (b, c)") == Call("IN", (a, ListOf((b, c))))


def test_deep_parentheses_cost_nothing_and_deep_trees_are_refused() -> None:
    assert parse("(" * 4000 + "a" + ")" * 4000) == Path(("a",))
    with pytest.raises(Invalid) as refused:
        parse("NOT(" * 65 + "a" + ")" * 65)
    assert refused.value.findings[0].code == "expression_too_deep"


def test_a_chain_that_is_too_long_is_told_at_its_sign_with_what_to_write_instead() -> None:
    with pytest.raises(Invalid) as refused:
        parse("+".join(["a"] * 70))
    (found,) = refused.value.findings
    assert (found.code, found.position) == ("chain_too_long", (127, 128))
    assert "SUM" in found.message.zh
    assert "SUM" in found.message.en
    with pytest.raises(Invalid) as refused:
        parse("IF(b, " + " & ".join(["a"] * 500) + ", c)")
    (found,) = refused.value.findings
    assert found.code == "chain_too_long"
    assert "CONCAT" in found.message.en
    assert parse("+".join(["a"] * 64))


def test_malformed_json_is_refused() -> None:
    for raw in (
        None, 1, {}, {"t": "lit"}, {"t": "call", "f": "os.system", "a": []}, {"t": "path", "p": ["__class__", 1]},
        {"t": "lit", "k": "number", "v": "NaN"}, {"t": "call", "f": "IF", "a": "abc"},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            from_json(raw)
    deep: object = {"t": "lit", "k": "boolean", "v": True}
    for _ in range(500):
        deep = {"t": "call", "f": "NOT", "a": [deep]}
    with pytest.raises(Invalid):
        from_json(deep)


def test_a_number_keeps_all_its_digits() -> None:
    text = "12345678901234567890123456.789012345678"
    node = parse(text)
    assert isinstance(node, Lit)
    assert print_(node) == text
    assert print_(parse("-" + text)) == "-" + text
