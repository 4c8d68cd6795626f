"""Rules that trigger each other."""

from dougong.engines.rule.rings import ANY, CREATED, Place, Ring, RuleTraffic, rings


def traffic(key: str, listens: set[Place], writes: set[Place], conditional: bool = False) -> RuleTraffic:
    return RuleTraffic(key, frozenset(listens), frozenset(writes), conditional)


def test_two_rules_that_set_each_others_field_are_a_ring() -> None:
    found = rings([traffic("a", {("f", "x")}, {("f", "y")}), traffic("b", {("f", "y")}, {("f", "x")})])
    assert found == [Ring(("a", "b"), endless=True)]


def test_a_condition_anywhere_in_a_ring_may_end_it() -> None:
    found = rings([traffic("a", {("f", "x")}, {("f", "y")}, True), traffic("b", {("f", "y")}, {("f", "x")})])
    assert found == [Ring(("a", "b"), endless=False)]


def test_a_rule_that_changes_its_own_record_is_no_ring_but_one_that_makes_records_of_its_form_is() -> None:
    assert rings([traffic("a", {("f", "x")}, {("f", "x")})]) == []
    assert rings([traffic("a", {("f", CREATED)}, {("f", CREATED)})]) == [Ring(("a",), endless=True)]


def test_a_rule_that_listens_to_any_change_hears_a_written_field_but_no_creation() -> None:
    writer, maker = traffic("w", {("f", ANY)}, {("g", "x")}), traffic("m", {("g", ANY)}, {("f", CREATED)})
    assert rings([writer, maker]) == []
    assert rings([writer, traffic("m", {("g", ANY)}, {("f", "y")})]) == [Ring(("w", "m"), endless=True)]


def test_rules_in_a_line_are_no_ring() -> None:
    assert rings([traffic("a", {("f", "x")}, {("f", "y")}), traffic("b", {("f", "y")}, {("f", "z")})]) == []
