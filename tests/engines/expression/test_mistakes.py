"""Formulas with several mistakes: all are told at once, at their places, and nothing that is only hidden by them.

Behind a mistake of writing the rest is judged as it was meant; where a parenthesis is lost, by the likeliest reading.
"""

import re
from random import Random

import pytest
from support import expression_samples as generate
from support.deals_scope import Deals

from dougong.engines.expression.check import check
from dougong.engines.expression.parse import parse, read
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
        ("amount > 1 || name > 2", "11 write_instead, 14 wrong_operands"),
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
        ("amount ==== 5 AND nme", "10 unexpected_token, 18 unknown_name"),
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
        ('"2026-01-31" + 1', 'DATEVALUE("2026-01-31")'),
        ("name > 1", "VALUE(…)"),
        ("IF", "IF()"),
        ("acount.level", "account"),
        ("account.levl", "account.level"),
        ('stage = "wonn"', "won"),
        ("due IN this_mnth", "this_month"),
        ("ROUDN(amount)", "ROUND"),
    ]:
        assert [one.hint for one in check(text, SCOPE, None, FUNCTIONS).findings] == [hint], text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("amount 大于 100 并且 stage 是 “won”", 'amount > 100 AND stage = "won"'),
        ("amount大于等于100且done", "amount >= 100 AND done"),
        ("amount 不超过 5 或者 amount 不等于 9", "amount <= 5 OR amount <> 9"),
        ('stage 不属于 ["won"]', 'NOT(stage IN ["won"])'),
        ("amount 加 5 乘以 2 除以 3", "amount + 5 * 2 / 3"),
        ("5加3", "5 + 3"),
        ('due 早于 "2026-01-01" && done', 'due < "2026-01-01" AND done'),
        ("amount ** 2 === 4", "amount ^ 2 = 4"),
        ("amount > = 5 AND amount ！ ＝ 7 AND amount < > 9", "amount >= 5 AND amount <> 7 AND amount <> 9"),
        ("ＩＦ（ｄｏｎｅ，“是”；‘否’）", 'IF(done, "是", "否")'),
    ],
)
def test_what_can_be_meant_in_one_way_is_understood(text: str, meant: str) -> None:
    assert parse(text) == parse(meant)
    assert check(text, SCOPE, None, FUNCTIONS).ok


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # spreadsheets
        ("SUM(A1:B2) + Sheet1!C3", "4-9 ., 13-22 ."),
        ("VLOOKUP(name, $A:$B, 2)", "0-7 LOOKUP, 14-19 ."),
        ("SUM(A1, B2)", "4-6 ., 8-10 ."),
        ("[@Amount] * Table1[Amount]", "0-9 amount, 12-26 amount"),
        ("SUM({1,2,3})", "4-11 [1,2,3]"),
        ("IF(done,, 1)", "8-9 blank"),
        ("amount > 1,000.50", "9-17 1000.50"),
        ("ROUND(1,000, 2)", "6-11 1000"),
        ("amount > 10 000", "9-15 10000"),
        ("amount > $1,000", "9-15 1000"),
        ("#N/A", "0-4 ."),
        ('IN(name, "a", "b") OR nme = ""', '0-18 name IN ("a", "b"), 22-25 name'),
        ("STDEV.S(lines.price)", "6-7 STDEV(lines.price)"),
        ("STDEV.P(lines.price) + MODE(lines.price) + DAYS360(due, due)", "0-7 ., 23-27 ., 43-50 ."),
        ("ISEVEN(amount) OR TEXTBEFORE(name, nme)", '0-6 MOD(…, 2) = 0, 18-28 INDEX(SPLIT(…, "-"), 1), 35-38 name'),
        # SQL
        ("name IS NULL", "5-12 ISBLANK(name)"),
        ("done AND name is not null", "14-25 NOT(ISBLANK(name))"),
        ("name LIKE '%x%'", '5-15 CONTAINS(name, "x")'),
        ('name NOT LIKE "x%"', '5-13 NOT(STARTSWITH(name, "x"))'),
        ("amount BETWEEN 1 AND 5 AND nme", "7-14 BETWEEN(amount, 1, 5), 27-30 name"),
        ("CASE WHEN amount > 1 THEN 1 ELSE nme END", "0-4 IF(amount > 1, 1, nme), 33-36 name"),
        ("CASE stage WHEN 'won' THEN 1 END", "0-4 SWITCH(stage, 'won', 1), 16-21 \"won\""),
        ('name || "x"', "5-7 &"),
        ("amount > 1 || done = true", "11-13 OR"),
        ("COUNT(*) > 1", "6-7 ."),
        ("CAST(amount AS TEXT)", "0-4 TEXT(amount)"),
        ("stage IN 'won', 'lost'", "9-14 \"won\", 9-22 ['won', 'lost'], 16-22 \"lost\""),
        ("amount IN 1, 2", "10-14 [1, 2]"),
        ("SELECT name FROM deal", "0-21 ."),
        ("WHERE amount > 5", "0-5 ."),
        ("AND amount > 5 OR OR done", "0-3 ., 18-20 ."),
        ("5 MOD 3 + 7 DIV 2", "2-5 MOD(5, 3), 12-15 QUOTIENT(7, 2)"),
        ("NVL(amount, 0) + AVG(lines.price)", "0-3 COALESCE, 17-20 AVERAGE"),
        ('stage = "won" OR "lost"', '17-23 stage = "lost"'),
        # JavaScript and Python
        ("!done", "0-1 NOT(done)"),
        ("amount > 1 ? nme : 2", "11-12 IF(amount > 1, nme, 2), 13-16 name"),
        ("name.toUpperCase() = name.trim()", "5-16 UPPER(name), 26-30 TRIM(name)"),
        ("Math.round(amount, 2)", "5-10 ROUND(amount, 2)"),
        ("name.length > 3", "0-11 LEN(name)"),
        ("lines.length", "0-12 COUNT(lines)"),
        ("`n ${amount}`", '0-13 "n " & amount'),
        ("name == null", "8-12 blank"),
        ("amount % 3 = 0", "7-8 MOD(amount, 3)"),
        ("amount // 2", "7-9 QUOTIENT(amount, 2)"),
        ("amount // per head", "7-18 ."),
        ("amount += 1", "7-9 ."),
        ("amount ?? 0", "7-9 COALESCE(amount, 0)"),
        ("if (done) { return 1; } else { return nme; }", "0-2 IF(done, 1, nme), 38-41 name"),
        ('"x" if done else nme', '4-6 IF(done, "x", nme), 17-20 name'),
        ("1 < amount < 5", "0-14 1 < amount AND amount < 5"),
        ("new Date() - due", "0-10 NOW()"),
        # Chinese input
        ("并且 done OR done 并且 或者 done", "0-2 ., 19-21 ."),
        ("非 done AND AMOUNT > 5", "0-1 NOT(done), 11-17 amount"),
        ("如果 done 那么 1 否则 2", "0-2 IF(done, 1, 2)"),
        ("name 不为空 AND name 包含 “x”", "5-8 NOT(ISBLANK(name)), 18-20 CONTAINS(name, “x”)"),
        ("amount 在 1 到 5 之间", "7-8 BETWEEN(amount, 1, 5)"),
        ("due > 昨天 OR amount > 一百二十", "6-8 yesterday, 21-25 120"),
        ("《name》 = 真", "0-6 ., 9-10 true"),
        ("amount > 100 元", "9-14 100"),
        ("amount * 8.5折", "9-13 85%"),
        ("amount²", "0-7 amount ^ 2"),
        ('name = abc"', '7-11 "abc"'),
        ('name = ""won"" OR done', '7-14 "won"'),
        ("如果(done, 求和(lines.price), 2)", "0-2 IF, 9-11 SUM"),
        # dates
        ("due > 2026-11-22", '6-16 "2026-11-22"'),
        ("due > 11/22/2026 10:30", '6-22 "2026-11-22 10:30"'),
        ("due = 2026年11月22日", '6-17 "2026-11-22"'),
        # names as other tools write them
        ("{{amount}} + ${amount} + @amount", "0-10 amount, 13-22 amount, 25-32 amount"),
        ("#amount# + `amount`", "0-8 amount, 11-19 amount"),
        ("done = 1", "0-8 true"),
        ("IF[done, 1, 2] + SUM{amount}", "2-3 IF(…), 20-21 SUM(…)"),
        ("amount =! 5 AND !!done", "7-9 <>, 16-17 NOT(!done), 17-18 NOT(done)"),
        ("due - 3天 > due - 5 days", "6-8 3, 17-23 5"),
        ("due = “今天” OR due > “11/22/2026”", '6-10 TODAY(), 20-32 "2026-11-22"'),
        ("IF(amount, 1, 2) + IF(name, 1, 2)", "3-9 amount <> 0, 22-26 NOT(ISBLANK(name))"),
        ("amount AND done", "0-6 amount <> 0"),
        ("stage IN [won, lots]", '10-13 "won", 15-19 .'),
        ('tags = "vip"', '0-12 CONTAINS(tags, "vip")'),
        ("EQ(amount, 5)", "0-2 ="),
        ("[amount] * 2", "0-12 amount"),
        ("deal.amount > 5", "0-11 amount"),
        ("BLANK() = name", "0-7 blank"),
        ('prop("Amount") > 1', "0-4 amount"),
    ],
)  # fmt: skip
def test_the_habits_of_other_tools_are_told_once_with_what_to_write(text: str, told: str) -> None:
    found = check(text, SCOPE, None, FUNCTIONS).findings
    assert ", ".join("{}-{} {}".format(*(one.position or ()), one.hint or ".") for one in found) == told
    assert all(one.message.zh != one.message.en for one in found)


class Titled(Deals):
    """Fields by what they are called: with blanks and signs in it, and without."""

    def titles(self, prefix: tuple[str, ...]) -> dict[str, str]:
        own = {"合同 金额": "amount", "A/B 级": "name", "总额": "amount", "客户": "account"}
        return {"级别": "level"} if prefix == ("account",) else {} if prefix else own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("合同 金额 > 5", "0-5 amount"),
        ("{合同 金额} > 5", "1-6 amount"),
        ("A/B 级 = 合同 金额", "0-5 name, 8-13 amount"),
        ("总额大于100并且总额小于200", "0-16 amount > 100 AND amount < 200"),
        ("客户的级别 = 1", "0-5 account.level"),
        ('客户.级别 = "A"', "0-5 account.level"),
        ('"合同 金额" = nme', "10-13 name"),
    ],
)
def test_what_a_field_is_called_is_found_whatever_signs_it_has(text: str, told: str) -> None:
    found = check(
        text, Titled({"amount": "money", "name": "text", "account": {"fields": {"level": "text"}}}), None, FUNCTIONS
    )
    assert ", ".join("{}-{} {}".format(*(one.position or ()), one.hint) for one in found.findings) == told


def test_a_field_may_be_called_like_a_word_of_the_language() -> None:
    for text in ("{and} + {not}", "account.in & account.true", "{in.or}", "{大于} 大于 {a大于1}"):
        assert parse(print_(parse(text))) == parse(text)
    assert check("{in} > 1", SampleScope({"in": "number"}), None, FUNCTIONS).ok
