"""What people type: other signs for ours mean the same at the same places, or are told at their exact place."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import expression_samples as generate

from dougong.engines.expression.check import check
from dougong.engines.expression.parse import parse, read
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.expression.signs import TWINS
from dougong.engines.expression.tree import Lit, Node, walk
from dougong.engines.finding import Finding

FUNCTIONS = load_functions()
TYPED: dict[str, str] = {}
for twin, plain in TWINS.items():
    TYPED[str(plain)] = TYPED.get(str(plain), "") + chr(twin)


def in_chinese(text: str, random: Random) -> str:
    """The same formula as a Chinese keyboard may give it, sign by sign."""
    typed, quoted = [], False
    for character in text:
        quoted ^= character == '"'
        typed.append(character if quoted else random.choice(TYPED.get(character, "") + character))
    return "".join(typed)


def spans(tree: Node) -> list[object]:
    return [node.span for node in walk(tree)]


@given(generate.expressions(), st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_other_signs_give_the_same_tree_at_the_same_places(tree: Node, seed: int) -> None:
    text = print_(tree)
    typed = in_chinese(text, Random(seed))
    assert parse(typed) == parse(text)
    assert spans(parse(typed)) == spans(parse(text))
    assert parse(print_(parse(typed))) == parse(typed)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_what_stands_in_quotes_is_never_changed(inside: str) -> None:
    quotes = [('"', inside.replace('"', '""'), '"'), ("＂", inside.replace("＂", ""), "＂")]
    quotes += [
        (pair[0], inside.translate(dict.fromkeys(map(ord, pair))), pair[1]) for pair in ("“”", "‘’", "「」", "『』")
    ]
    for opening, written, closing in quotes:
        node = parse(f"{opening}{written}{closing}")
        assert node == Lit(written.replace('""', '"') if opening == '"' else written or None, node.kind)
        assert parse(print_(node)) == node


@pytest.mark.parametrize(
    ("text", "code", "position", "zh", "en"),
    [
        ('IF(a, "是”, "否")', "mixed_quotes", (8, 9), "结尾", "must end with"),
        ('a = “是"', "mixed_quotes", (6, 7), "结尾", "must end with"),
        ("name：due", "write_instead", (4, 5), "逗号", "commas"),
        ("total——amount", "write_instead", (5, 7), "下划线", "underscore"),
        ("a || b", "write_instead", (2, 4), "OR", "OR"),
        ("ａ　＋　￥5", "write_instead", (4, 6), "金额", "plain number"),
        ("a\u200b + b\u202ec", "write_instead", (6, 7), "看不见", "cannot be seen"),
        ("１，０００", "thousands_separator", (0, 5), "千位", "thousands"),
        ("ａ ｂ", "unexpected_token", (2, 3), "ｂ", "ｂ"),
    ],
)
def test_a_sign_that_is_not_understood_is_told_at_its_place_with_what_to_type(
    text: str, code: str, position: tuple[int, int], zh: str, en: str
) -> None:
    finding = read(text)[1][0]
    assert (finding.code, finding.position) == (code, position)
    assert zh in finding.message.zh
    assert en in finding.message.en


def test_words_and_amounts_with_units_that_are_not_understood_say_what_was_meant() -> None:
    assert [hints("a 和 b"), hints("a 除 5"), hints("a > 10万"), hints("a > 1.5亿元")] == [
        ["AND"], ["/"], ["100000"], ["150000000"]
    ]  # fmt: skip


def hints(text: str) -> list[str | None]:
    return [finding.hint for finding in read(text)[1]]


def test_a_wrong_quote_hides_no_other_mistake() -> None:
    found: tuple[Finding, ...] = check('IF(nope, "是”, "否")', SampleScope({}), None, FUNCTIONS).findings
    assert [(finding.code, finding.position) for finding in found] == [
        ("unknown_name", (3, 7)),
        ("mixed_quotes", (11, 12)),
    ]
    # nor is it hidden by one, as while it is typed
    assert [(finding.code, finding.position) for finding in read('IF(a > 5，"x”，1')[1]] == [
        ("mixed_quotes", (11, 12)),
        ("unfinished_expression", (14, 14)),
    ]
    assert [finding.code for finding in read('"他说“好”" 1')[1]] == ["unexpected_token"]
