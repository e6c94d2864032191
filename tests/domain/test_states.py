"""Every state of every thing has an owner and a way on, and can be reached."""

import pytest

import spreadwell.domain.models  # noqa: F401  registers the tables
from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.foundation.states import REGISTER, StateTable

TABLES = list(REGISTER.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_every_state_has_an_owner_and_exits(table: StateTable):
    for key, state in table.states.items():
        assert state.owner, f"{key} has no owner"
        assert bool(state.exits) != state.end, f"{key} must have exits or be an end"
        assert set(state.exits) <= set(table.states)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_every_state_can_be_reached_and_an_end_can_be_reached_from_each(table: StateTable):
    def reached_from(start: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            for to in table.exits(todo.pop()):
                if to not in seen:
                    seen.add(to)
                    todo.append(to)
        return seen

    ends = {key for key, state in table.states.items() if state.end}
    assert reached_from(table.first()) == set(table.states)
    # Where nothing is final, such as a theme that can be opened again, each leads to the first.
    ends = ends or {table.first()}
    for key in table.states:
        assert reached_from(key) & ends, f"no way out of {key}"


def test_a_move_outside_the_table_is_refused_in_words():
    site = REGISTER["site"]
    with pytest.raises(NotNow, match="This site is planned and cannot become live"):
        site.check_move("planned", "live")
    with pytest.raises(NotNow, match="It stays so"):
        site.check_move("stopped", "live")
