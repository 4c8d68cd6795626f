"""Formulas with several mistakes: all are told at once, at their places, and nothing that is only hidden by them.

Behind a mistake of writing the rest is judged as it was meant; where a parenthesis is lost, by the likeliest reading.
"""

import re
from random import Random

import pytest
from support import expression_samples as generate
from support.deals_scope import Deals

from dougong.engines.expression.check import check
from dougong.engines.expression.parse import read
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope

FUNCTIONS = load_functions()
SCOPE = Deals(
    {
        "amount": "money", "name": "text", "done": "boolean", "due": "date", "stage": "text", "tags": {"list": "text"},
        "account": {"fields": {"level": "text", "region": "text"}}, "lines": {"rows": {"price": "money"}},
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # a mistake of writing does not hide a wrong kind, a wrong option or an unknown name
        ('IF(amount > "x", 1', "3 wrong_operands, 18 unfinished_expression"),
        ("name + 1 )", "0 wrong_operands, 9 unexpected_token"),
        ("SUM(name + 1", "4 wrong_operands, 12 unfinished_expression"),
        ("ROUND(name, 2", "6 wrong_kind, 13 unfinished_expression"),
        ("IF(amount > 10, ROUND(name, 2), nope(", "22 wrong_kind, 32 unknown_function, 37 unfinished_expression"),
        ('stage = "wonn" AND (amount > "x"', "8 unknown_option, 20 wrong_operands, 32 unfinished_expression"),
        ("ROUND(amount, 2, 3) + (nme - 1", "0 wrong_argument_count, 23 unknown_name, 30 unfinished_expression"),
        ('IF(amount > 10, "big", 3', "23 mixed_kinds, 24 unfinished_expression"),
        ("amount > 1 && name > 2", "11 write_instead, 14 wrong_operands"),
        ("account..level + nme", "8 unexpected_token, 17 unknown_name"),
        ("account.regio + LEN(1, 2", "0 unknown_name, 16 wrong_argument_count, 24 unfinished_expression"),
        ('amount IN (1, "x"', "14 mixed_list, 17 unfinished_expression"),
        # and what it leaves open is not blamed
        ('IF(SUM(lines.price > 1000, "x", "y")', "36 unfinished_expression"),
        ("IF(amount > 10, ROUND(amount, 2, 0)", "35 unfinished_expression"),
        ("MOD(SUM(lines.price)), 2)", "21 unexpected_token"),
        ('SWITCH(stage "won", 1, "lost", 2)', "13 unexpected_token"),
        ('DATEADD(due, 3 "day")', "15 unexpected_token"),
        ("name & * 2", "7 unexpected_token"),
        ("amount >> 5", "8 unexpected_token"),
        ("amount === 5 AND nme", "9 unexpected_token, 17 unknown_name"),
        ('amount >> "x"', "0 wrong_operands, 8 unexpected_token"),
        ("a..b", "0 unknown_name, 2 unexpected_token"),
        ("LEN name)", "4 unexpected_token"),
        ("account level", "8 unexpected_token"),
        ("IF(", "3 unfinished_expression"),
        ("WORKDAY(", "8 unfinished_expression"),
        ("SUMIF(", "6 unfinished_expression"),
        # other things people write
        ("IF", "0 function_not_called"),
        ("// comment", "0 write_instead"),
        ("1 2", "2 unexpected_token"),
        ('"unclosed', "0 unclosed_text"),
        ("x" * 10_001, "10000 expression_too_long"),
    ],
)
def test_all_mistakes_are_told_and_only_those(text: str, told: str) -> None:
    found = check(text, SCOPE, None, FUNCTIONS).findings
    assert ", ".join(f"{(one.position or (-1,))[0]} {one.code}" for one in found) == told
    for one in found:
        assert one.message.zh != one.message.en


def test_a_token_left_out_of_a_right_formula_is_not_blamed_on_its_neighbours() -> None:
    random, scope, faulty = Random(5), SampleScope(generate.TYPES), 0
    for seed in range(240):
        text = print_(generate.sample(seed)[0])
        tokens = list(re.finditer(r'"[^"]*"|[\w.]+|<>|<=|>=|\S', text))
        if len(text) > 120 or len(tokens) < 3:
            continue
        lost = random.choice(tokens)
        mistaken = f"{text[: lost.start()]} {text[lost.end() :]}"
        _, of_writing = read(mistaken)
        if of_writing:
            faulty += 1
            assert [one.code for one in check(mistaken, scope, None, FUNCTIONS).findings if one not in of_writing] == []
    assert faulty > 40


def test_what_was_meant_is_hinted() -> None:
    for text, hint in [
        ('amount > "5"', "5"),
        ("name + 1", "a & b"),
        ("name > 1", "VALUE(…)"),
        ("IF", "IF()"),
        ("acount.level", "account"),
        ("account.levl", "account.level"),
        ('stage = "wonn"', "won"),
        ("due IN this_mnth", "this_month"),
        ("ROUDN(amount)", "ROUND"),
    ]:
        assert [one.hint for one in check(text, SCOPE, None, FUNCTIONS).findings] == [hint], text
