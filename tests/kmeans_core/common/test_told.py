"""Sentences take what they name in its order, and write figures and lists as people read them."""

from __future__ import annotations

import pytest

from kmeans_core.common.errors import DataProblem
from kmeans_core.common.told import Told


class Problem(DataProblem):
    """A problem with every kind of field."""

    odd_rows = Told("{rows:,} rows of {name} are odd.", "Mend {name}.")
    too_large = Told("It has {size:MiB} and {pixels:million} pixels.", "Make it smaller.")
    unknown = Told("There is no {name}.", "There are {known:2}.")
    choose = Told("{value!r} is not known.", "Choose one of {known}.")


def test_a_field_is_named_once_and_may_be_told_twice() -> None:
    problem = Problem.odd_rows(1_200, "the table")
    assert isinstance(problem, Problem)
    assert (problem.what, problem.remedy) == ("1,200 rows of the table are odd.", "Mend the table.")


def test_bytes_and_pixels_are_told_in_units_that_people_read() -> None:
    problem = Problem.too_large(3 * 2**19, 2_345_678)
    assert str(problem) == "It has 1.5 MiB and 2.3 million pixels. Make it smaller."


def test_of_a_list_the_first_are_named_or_all() -> None:
    assert str(Problem.unknown("d", ("a", "b", "c"))) == "There is no d. There are a, b and 1 more."
    assert str(Problem.choose("d", ("a", "b", "c"))) == "'d' is not known. Choose one of a, b, c."


def test_what_a_person_typed_is_never_read_as_a_field() -> None:
    assert str(Problem.unknown("{known} {0}", ("{name}",))) == "There is no {known} {0}. There are {name}."


@pytest.mark.parametrize("values", [(), (1,), (1, "a", 2)])
def test_too_few_or_too_many_values_are_a_mistake_of_ours(values: tuple[object, ...]) -> None:
    with pytest.raises(ValueError) as caught:
        Problem.odd_rows(*values)
    assert not isinstance(caught.value, DataProblem)
