"""The Image page: pictures come in, k colours are chosen, the palette and a small file go out."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kmeans_core.pictures.samples import PICTURES
from pages.shared.results import palettes
from pages.shared.state.choices import PictureChoices
from tests.pages.conftest import OpenPage, words


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/image/quantise_image.py")


def choices(app: AppTest) -> PictureChoices:
    found: PictureChoices = app.session_state["picture_choices"]
    return found


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def four_colours() -> bytes:
    return png(np.array([[[255, 0, 0], [0, 128, 0]], [[0, 0, 255], [255, 255, 255]]]).repeat(9, axis=0))


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader(key="quantise_image.files").set_value([(n, d, "image/png") for n, d in files])
    return app.run()


def palette(app: AppTest) -> str:
    """The swatches, as HTML."""
    return "".join(str(html.proto.body) for html in app.get("html"))


def metric(app: AppTest, label: str) -> str:
    return next(str(m.value) for m in app.metric if m.label == label)


def test_a_first_visit_shows_a_sample_in_16_colours(app: AppTest):
    assert not app.exception
    assert "china.jpg · JPEG · 640 × 427 pixels · 96,615 distinct colours · k = 16" in words(app)
    assert palette(app).count("listitem") == 16
    assert metric(app, "Colours") == "96,615 → 16"


@pytest.mark.parametrize("name", PICTURES)
def test_every_sample_can_be_shown(app: AppTest, name: str):
    app.selectbox(key="quantise_image.sample").set_value(name).run()
    assert not app.exception
    assert not app.error
    assert PICTURES[name] in words(app)


def test_the_number_of_colours_follows_the_slider(app: AppTest):
    app.slider(key="quantise_image.k").set_value(5).run()
    assert palette(app).count("listitem") == 5
    assert metric(app, "Colours").endswith("→ 5")


def test_a_search_that_takes_longer_shows_about_its_colours_first(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
):
    shown: list[palettes.Studio | None] = []
    sketch = palettes.sketch

    def noted(*given: Any) -> palettes.Studio | None:
        shown.append(sketch(*given))
        return shown[-1]

    monkeypatch.setattr(palettes, "sketch", noted)
    monkeypatch.setattr(palettes, "MOMENT", 0.0)
    app.slider(key="quantise_image.k").set_value(231).run()
    first, last = shown
    assert first is not None
    assert first.palette.k == 231
    assert last is None
    assert palette(app).count("listitem") == 231
    assert "Preview" not in words(app)


def test_a_picture_of_few_colours_loses_nothing_and_says_so(app: AppTest):
    upload(app, ("flag.png", four_colours()))
    assert "Nothing is lost: the picture has 4 colours, and all are kept." in words(app)
    assert metric(app, "PSNR") == "∞ dB"


def test_a_larger_result_is_said_plainly(app: AppTest):
    rng = np.random.default_rng(0)
    file = io.BytesIO()
    noise = rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(file, "JPEG", quality=5)
    upload(app, ("noise.jpg", file.getvalue()))
    app.slider(key="quantise_image.k").set_value(256).run()
    assert "The PNG is larger than your file" in words(app)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "The file is an SVG drawing"),
        (b"hello", "The file is not a picture, or it is damaged from the start."),
        (four_colours()[:60], "The PNG picture is damaged or incomplete."),
    ],
)
def test_what_is_no_picture_is_told_without_a_traceback(app: AppTest, data: bytes, said: str):
    upload(app, ("wrong.png", data))
    assert not app.exception
    assert said in app.error[0].value.replace("\\", "")


def test_a_hostile_name_is_shown_as_text(app: AppTest):
    upload(app, ("![x](http://a.b/c)<b>.png", four_colours()))
    assert not app.exception
    assert any(r"\!\[x\]\(http" in caption.value for caption in app.caption)


def test_an_uploaded_picture_takes_the_place_of_the_sample(app: AppTest):
    upload(app, ("flag.png", four_colours()))
    assert app.selectbox(key="quantise_image.sample").value is None


def test_a_smaller_result_is_said_as_a_share(app: AppTest):
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)).save(file, "PNG")
    upload(app, ("noise.png", file.getvalue()))
    assert re.search(r"The PNG has \d+ % of your file's size\.", words(app))


def test_several_pictures_are_chosen_by_their_names(app: AppTest):
    upload(app, ("a_b.png", four_colours()), ("c*d.png", four_colours()))
    assert app.selectbox(key="quantise_image.which").options == ["1 · a_b.png", "2 · c*d.png"]


def test_locked_colours_are_in_the_palette(app: AppTest):
    app.text_input(key="quantise_image.locked").set_value("#F0F, #123456").run()
    assert "#ff00ff" in palette(app)
    assert "#123456" in palette(app)
    assert palette(app).count("· locked") == 2


def test_a_locked_colour_that_is_none_is_told(app: AppTest):
    app.text_input(key="quantise_image.locked").set_value("magnta").run()
    assert not app.exception
    assert app.error[0].value.replace("\\", "") == (
        "'magnta' is not a colour. Write it as #rrggbb, as rgb(31, 111, 120), or by its name in CSS."
    )


def test_the_fewest_colours_for_a_quality_are_found(app: AppTest):
    app.toggle(key="quantise_image.fewest").set_value(True).run()
    app.slider(key="quantise_image.psnr").set_value(24.0).run()
    assert choices(app).palette.psnr == 24.0
    assert "are the fewest found that reach 24.0 dB." in words(app)


def test_an_unreachable_quality_is_told(app: AppTest):
    app.toggle(key="quantise_image.fewest").set_value(True).run()
    app.slider(key="quantise_image.psnr").set_value(50.0).run()
    assert "256 colours, the most there can be, reach 36.6 dB." in words(app)


def test_dithering_keeps_the_palette(app: AppTest):
    before = palette(app)
    app.slider(key="quantise_image.dither").set_value(100).run()
    assert choices(app).palette.dither == 1.0
    assert palette(app) == before
    assert metric(app, "PSNR") != "27.5 dB"


def test_several_pictures_share_one_palette(app: AppTest):
    red, blue = np.full((8, 8, 3), (250, 0, 0)), np.full((8, 8, 3), (0, 0, 250))
    red[0, 0], blue[0, 0] = (255, 10, 0), (0, 10, 255)
    app.slider(key="quantise_image.k").set_value(2).run()
    upload(app, ("red.png", png(red)), ("blue.png", png(blue)))
    first = palette(app)
    app.selectbox(key="quantise_image.which").set_value(1).run()
    assert not app.exception
    assert "blue.png" in words(app)
    for colour in ("#fa0000", "#0000fa"):
        assert colour in first
        assert colour in palette(app)


def test_a_saved_palette_is_applied_and_let_go_again(app: AppTest):
    app.file_uploader(key="quantise_image.palette").set_value(
        ("two.css", b":root { --a: #000000; --b: #ffffff; }", "text/css")
    ).run()
    assert "The saved palette of 2 colours is used" in words(app)
    assert palette(app).count("listitem") == 2
    app.file_uploader(key="quantise_image.palette").set_value(None).run()
    assert palette(app).count("listitem") == 16


def test_a_file_without_a_palette_is_told(app: AppTest):
    app.file_uploader(key="quantise_image.palette").set_value(("x.txt", b"nothing", "text/plain")).run()
    assert "The file holds no palette that can be read" in app.error[0].value.replace("\\", "")


def test_each_zoom_can_be_chosen(app: AppTest):
    for zoom in (1, 8, 0):
        app.segmented_control(key="quantise_image.zoom").set_value(zoom).run()
        assert not app.exception
        assert choices(app).zoom == zoom
