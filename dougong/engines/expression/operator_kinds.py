"""Which kinds the operators take, and what comes out. ``None``: they do not go together."""

from dougong.engines.expression.kinds import ANY, BLANK, DATE, DATETIME, DURATION, MONEY, NUMBER, PERCENT, Kind, list_of

ARITHMETIC = frozenset({"+", "-", "*", "/", "^", "%", "neg"})
EQUALITY = frozenset({"=", "<>"})
ORDER = frozenset({"<", "<=", ">", ">="})
COMPARISON = EQUALITY | ORDER
# what stands between or before operands
OPERATORS = ARITHMETIC | COMPARISON | {"&", "IN", "AND", "OR", "NOT"}

_TEXTS = frozenset({"text", "option"})
# kinds without an order of their own
_UNORDERED = frozenset({"boolean", "user", "department", "record", "row", "json", "list"})


def join(left: Kind, right: Kind) -> Kind | None:
    """The kind that holds both, as the branches of IF or the items of a list need it."""
    if left == right or right.name == "blank" or left.name == "any":
        return left
    if left.name == "blank" or right.name == "any":
        return right
    if left.numeric and right.numeric:
        return MONEY if "money" in {left.name, right.name} and "percent" not in {left.name, right.name} else NUMBER
    names = {left.name, right.name}
    if "duration" in names and names <= {"duration", "number"}:
        return DURATION
    if names <= _TEXTS:
        return Kind("text") if "text" in names else Kind("option")
    if names == {"date", "datetime"}:
        return DATETIME
    if left.name == right.name == "list":
        of = join(left.of or ANY, right.of or ANY)
        return None if of is None else list_of(of)
    if left.name == right.name:
        # records of different forms have no common kind; one whose form nobody knows goes with all
        return left if right.form is None else right if left.form is None else None
    return None


def comparable(operator: str, left: Kind, right: Kind) -> bool:
    """Whether the two can be compared. Ids may be compared with their text; a duration with its seconds."""
    if operator in ORDER and ({left.name, right.name} & _UNORDERED):
        return False
    if join(left, right) is not None:
        return True
    ids = {"user", "department", "record"}
    return operator in EQUALITY and bool({left.name, right.name} & ids) and "text" in {left.name, right.name}


def arithmetic(operator: str, left: Kind, right: Kind) -> Kind | None:
    """The kind of ``left operator right``."""
    if "any" in {left.name, right.name}:
        return ANY
    match operator:
        case "+":
            return _plus(left, right)
        case "-":
            return _minus(left, right)
        case "*":
            return _times(left, right)
        case "/":
            return _over(left, right)
        case _:
            return NUMBER if _number(left) and _number(right) else None


def single(operator: str, kind: Kind) -> Kind | None:
    """The kind of ``-x`` and ``x%``."""
    if kind == ANY:
        return ANY
    if operator == "%":
        return PERCENT if _number(kind) else None
    return NUMBER if kind == BLANK else kind if kind.numeric or kind == DURATION else None


def _number(kind: Kind) -> bool:
    return kind.numeric or kind.name == "blank"


def _plus(left: Kind, right: Kind) -> Kind | None:
    for one, other in ((left, right), (right, left)):
        if one == DATE and _number(other):
            return DATE
        if one == DATETIME and other in {DURATION, BLANK}:
            return DATETIME
        if one == DURATION and other in {DURATION, BLANK}:
            return DURATION
    return _sum(left, right)


def _sum(left: Kind, right: Kind) -> Kind | None:
    if not (_number(left) and _number(right)):
        return None
    return NUMBER if left.name == right.name == "blank" else join(left, right)


def _minus(left: Kind, right: Kind) -> Kind | None:
    if left == DATE:
        return NUMBER if right == DATE else DATE if _number(right) else None
    if left == DATETIME:
        return DURATION if right == DATETIME else DATETIME if right in {DURATION, BLANK} else None
    if right in {DATE, DATETIME}:
        # a blank minus a date is blank
        return (NUMBER if right == DATE else DURATION) if left == BLANK else None
    if DURATION in {left, right}:
        return DURATION if {left, right} <= {DURATION, BLANK} else None
    return _sum(left, right)


def _times(left: Kind, right: Kind) -> Kind | None:
    if DURATION in {left, right}:
        other = right if left == DURATION else left
        return DURATION if _number(other) else None
    if not (_number(left) and _number(right)):
        return None
    return MONEY if {left, right} & {MONEY} and left != right else NUMBER


def _over(left: Kind, right: Kind) -> Kind | None:
    if left == DURATION:
        return NUMBER if right == DURATION else DURATION if _number(right) else None
    if right == DURATION:
        return NUMBER if left == BLANK else None
    if not (_number(left) and _number(right)):
        return None
    return MONEY if left == MONEY and right != MONEY else NUMBER
