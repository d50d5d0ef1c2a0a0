"""The pictures that come along."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.pictures.images import (
    read_picture,
)
from kmeans_core.pictures.samples import PICTURES, bundled_picture, card


@pytest.mark.parametrize("name", PICTURES)
def test_every_bundled_picture_can_be_read(name: str) -> None:
    file, data = bundled_picture(name)
    assert read_picture(data, file).pixels > 50_000


def test_a_sample_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        bundled_picture("Mona Lisa")


def test_the_test_card_is_the_same_every_time_and_without_noise_has_four_colours() -> None:
    assert (card() == card()).all()
    assert len(np.unique(card(10, 0.0).reshape(-1, 3), axis=0)) == 4
