"""Words that stand in an order, as the answers of a survey do."""

from __future__ import annotations

import re
from collections.abc import Sequence

# From the least to the most, a scale a paragraph; words between bars stand on the same step.
_SCALES = """
strongly disagree|totally disagree|fully disagree|completely disagree < disagree < slightly disagree|somewhat
disagree|rather disagree < neutral|neither agree nor disagree|neither|undecided|not sure < slightly
agree|somewhat agree|rather agree < agree < strongly agree|totally agree|fully agree|completely agree

very dissatisfied|very unsatisfied < dissatisfied|unsatisfied < somewhat dissatisfied < neutral|neither
satisfied nor dissatisfied < somewhat satisfied < satisfied < very satisfied

never < almost never|hardly ever < rarely|seldom < sometimes|occasionally < often|frequently <
usually|mostly|very often < almost always < always

very unlikely|extremely unlikely < unlikely < neutral|neither < likely < very likely|extremely likely

not at all|not at all important < slightly|a little|slightly important < somewhat|moderately|moderately
important < important|quite|quite a bit < very|very much|very important < extremely|extremely important

terrible|awful < very bad|very poor < bad|poor < fair|average|ok|okay < good < very good <
excellent|outstanding

none < very low < low|small|minor < medium|moderate|mid|middle < high|large|major < very
high|critical|extreme

xxs < xs < s < m < l < xl < xxl|2xl < 3xl|xxxl

primary|primary school < secondary|high school|secondary school < some college|college <
bachelor|undergraduate < master|graduate < phd|doctorate

stimme überhaupt nicht zu|stimme gar nicht zu < stimme nicht zu < stimme eher nicht zu < teils/teils|teils
teils|weder noch|neutral < stimme eher zu < stimme zu < stimme voll zu|stimme voll und ganz zu

sehr unzufrieden < unzufrieden < eher unzufrieden < neutral|teils/teils < eher zufrieden < zufrieden < sehr
zufrieden

nie < selten < manchmal|gelegentlich < oft|häufig < meistens|sehr oft < immer

sehr niedrig < niedrig|gering|klein < mittel < hoch|groß < sehr hoch

pas du tout d'accord < pas d'accord < neutre|ni d'accord ni pas d'accord < d'accord < tout à fait d'accord

jamais < rarement < parfois < souvent < toujours

totalmente en desacuerdo < en desacuerdo < neutral < de acuerdo < totalmente de acuerdo

nunca < raramente|casi nunca < a veces < a menudo < casi siempre < siempre
"""
SCALES = tuple(
    {" ".join(word.split()): place for place, step in enumerate(scale.split("<")) for word in step.split("|")}
    for scale in _SCALES.split("\n\n")
)
_NUMBERED = re.compile(r"(\d{1,2})\s*(?:[-–:=.)]|\s)\s*\D.*")


def order_of(values: Sequence[str]) -> tuple[str, ...]:
    """Return three or more different words from the least to the most; () where they have no known order.

    Words on the same step of a scale cannot be told apart, so such a column has none. Answers that begin with
    their number, as in "1 - never", are in the order of these.

    >>> order_of(["Agree", "Neutral", "Strongly disagree"])
    ('Strongly disagree', 'Neutral', 'Agree')
    >>> order_of(["red", "green", "blue"])
    ()
    """
    if not 3 <= len(values) <= 12:
        return ()
    numbered = [_NUMBERED.fullmatch(value) for value in values]
    places = [{value: scale.get(value.casefold().strip()) for value in values} for scale in SCALES]
    if all(numbered):
        places.insert(0, {match[0]: int(match[1]) for match in numbered if match})
    for place in places:
        steps = [step for step in place.values() if step is not None]
        if len(steps) == len(set(steps)) == len(values):
            return tuple(sorted(values, key=lambda value: place[value] or 0))
    return ()
