"""The function registry: complete, documented, and what is made from it is fresh."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.expression.reference import example_vectors, reference
from dougong.engines.expression.registry import Function, example, load_functions
from dougong.errors import Text
from dougong.registry import DuplicateKind

ROOT = Path(__file__).parents[3]
FUNCTIONS = load_functions()
# form_capabilities.md, 1.12, and the canonical names of contracts.md
NAMES = re.findall(
    r"\w+",
    """
    IF IFS SWITCH AND OR NOT XOR IFERROR ISBLANK ISEMPTY COALESCE TRUE FALSE BETWEEN IN ISNUMBER ISTEXT ISDATE
    EXACT ISCHANGED PRIOR ABS ROUND ROUNDUP ROUNDDOWN INT TRUNC CEILING FLOOR MROUND MOD QUOTIENT POWER SQRT EXP
    LN LOG LOG10 SIGN PI RAND RANDBETWEEN VALUE SUM AVERAGE MIN MAX COUNT COUNTA COUNTBLANK PRODUCT MEDIAN LARGE
    SMALL RANK STDEV VAR SUMPRODUCT PERCENTILE SUMIF SUMIFS COUNTIF COUNTIFS AVERAGEIF MAXIFS MINIFS COUNTUNIQUE
    TEXTJOIN CONCAT CONCATENATE LEFT RIGHT MID LEN UPPER LOWER PROPER TRIM CLEAN SUBSTITUTE REPLACE FIND SEARCH
    REPT TEXT SPLIT STARTSWITH ENDSWITH CONTAINS REGEXMATCH REGEXEXTRACT REGEXREPLACE CHAR RMBUPPER PINYIN
    PINYININITIALS IDCARDBIRTHDAY IDCARDSEX IDCARDAGE MASK AMOUNTFORMAT TODAY NOW DATE TIME DATEVALUE YEAR
    QUARTER MONTH DAY HOUR MINUTE SECOND WEEKDAY WEEKNUM ISOWEEKNUM EDATE EOMONTH DATEADD DATEDIF DAYS
    NETWORKDAYS WORKDAY STARTOF ENDOF DATERANGEOVERLAP AGE TIMESTAMP LOOKUP RELATED INDEX FIRST LAST ROWNO
    CURRENTUSER CURRENTDEPT USERATTR DEPTPARENT UUID CONVERTCURRENCY PMT FV PV NPER NPV IRR ME DEPARTMENT TEAM
    OLD CHANGED WAS COUNT_OWNED
    """,
)


def test_every_promised_function_is_there() -> None:
    assert [name for name in NAMES if FUNCTIONS.find(name) is None] == []


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.key)
def test_every_function_is_documented_in_both_languages_with_three_examples(function: Function) -> None:
    assert function.doc.zh
    assert function.doc.en
    assert len(function.examples) >= 3
    assert "python" in function.back_ends


def test_a_text_that_is_offered_for_an_argument_is_one_that_it_takes() -> None:
    offered = [
        (function, param, value)
        for function in FUNCTIONS.values()
        for param, choices in function.choices.items()
        for value in choices
    ]
    assert {function.key for function, _, _ in offered} == {"DATEADD", "DATEDIF", "STARTOF", "ENDOF", "USERATTR"}
    judged = [function.literals[param](value) for function, param, value in offered if param in function.literals]
    assert set(judged) == {None}


def test_the_reference_page_is_fresh() -> None:
    assert (ROOT / "docs/reference/functions.md").read_text("utf-8") == reference(FUNCTIONS)


def test_every_function_that_excel_has_too_was_compared_with_a_public_page() -> None:
    page = (ROOT / "docs/reference/excel.md").read_text("utf-8")
    rows = dict(
        re.findall(r"^\| `([^`]+)` \| .*(?:https://|OpenFormula).* \| (same|differs)[^|]* \|$", page, re.MULTILINE)
    )
    compared = {key: function.excel for key, function in FUNCTIONS.items() if function.excel is not None}
    assert rows == {key: "same" if excel == "same" else "differs" for key, excel in compared.items()}


def test_the_vectors_of_the_examples_are_fresh() -> None:
    assert (ROOT / "tests/vectors/expression/examples.json").read_text("utf-8") == example_vectors(FUNCTIONS)


def test_the_vectors_of_the_tables_are_fresh() -> None:
    tables = runpy.run_path(str(ROOT / "tests/vectors/make.py"))
    for name in tables["TABLES"]:
        assert (ROOT / f"tests/vectors/expression/{name}.json").read_text("utf-8") == tables["written"](name)


def test_a_plugin_adds_functions_and_cannot_replace_ours() -> None:
    ours: dict[str, Any] = {
        "family": "text", "signature": "text: text", "returns": "text", "doc": Text("反转", "Reversed"),
        "examples": (example('REVERSED("ab")', "ba"),), "call": lambda text: text[::-1] or None,
    }  # fmt: skip
    assert load_functions([Function("REVERSED", **ours)]).find("REVERSED") is not None
    with pytest.raises(DuplicateKind):
        load_functions([Function("CONCATENATE", **ours)])


def test_there_are_vectors_enough() -> None:
    files = (ROOT / "tests/vectors/expression").glob("*.json")
    assert sum(file.read_text("utf-8").count('"expression":') for file in files) >= 1_500
