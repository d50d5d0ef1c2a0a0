"""The Image page: pictures come in, k colours are chosen, the palette and a small file go out."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kmeans_core.pictures.samples import PICTURES
from pages.shared.results import palettes
from pages.shared.state.choices import PictureChoices
from tests.pages.conftest import ROOT, OpenPage, words


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
    app.file_uploader[0].set_value([(n, d, "image/png") for n, d in files])
    return app.run()


def swatches(app: AppTest) -> list[dict[str, Any]]:
    """The palette's tiles."""
    found = next(
        c.proto for c in app.get("bidi_component") if c.proto.component_name == "kmeans_studio.palette"
    )
    colours: list[dict[str, Any]] = json.loads(found.json)["colours"]
    return colours


def ask_for(app: AppTest, k: int) -> None:
    """Choose k, as its slider does."""
    present = choices(app)
    app.session_state["picture_choices"] = replace(present, palette=replace(present.palette, k=k))
    app.run()


def k_offered(app: AppTest) -> tuple[int, int]:
    """The k that is shown, and the largest."""
    found = next(c.proto for c in app.get("bidi_component") if c.proto.component_name == "kmeans_studio.k")
    data = json.loads(found.json)
    return data["k"], data["most"]


def palette(app: AppTest) -> list[str]:
    return [tile["hex"] for tile in swatches(app)]


def metric(app: AppTest, label: str) -> str:
    return next(str(m.value) for m in app.metric if m.label == label)


def test_a_first_visit_shows_a_sample_in_16_colours(app: AppTest):
    assert not app.exception
    assert "china.jpg · JPEG · 640 × 427 pixels · 96,615 distinct colours · k = 16" in words(app)
    assert len(palette(app)) == 16


@pytest.mark.parametrize("name", PICTURES)
def test_every_sample_can_be_shown(app: AppTest, name: str):
    app.selectbox(key="quantise_image.sample").set_value(name).run()
    assert not app.exception
    assert not app.error
    assert name.lower().replace(" ", "-") in words(app)


def test_the_number_of_colours_follows_the_slider(app: AppTest):
    ask_for(app, 5)
    assert len(palette(app)) == 5


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
    ask_for(app, 231)
    first, last = shown
    assert first is not None
    assert first.palette.k == 231
    assert last is None
    assert len(palette(app)) == 231
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
    ask_for(app, 213)
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
    assert re.search(r"The PNG has \d+ % of the 12\.\d kB of your file\.", words(app))


def test_several_pictures_are_chosen_by_their_names_and_the_newest_is_shown(app: AppTest):
    upload(app, ("a_b.png", four_colours()), ("c*d.png", four_colours()))
    chosen = app.selectbox(key="quantise_image.which")
    assert chosen.options == ["1 · a_b.png", "2 · c*d.png"]
    assert chosen.index == 1


def test_a_second_upload_stands_beside_the_first_with_a_palette_of_its_own(app: AppTest):
    upload(app, ("flag.png", four_colours()))
    upload(app, ("grey.png", png(np.full((4, 4, 3), 90))))
    assert app.selectbox(key="quantise_image.which").options == ["1 · flag.png", "2 · grey.png"]
    assert palette(app) == ["#5a5a5a"]
    assert "Nothing is lost: the picture has 1 colour, and it is kept." in words(app)
    assert "The picture has 1 colour: there is nothing to choose." in words(app)


def test_a_bad_file_among_good_ones_is_named_and_set_aside(app: AppTest):
    upload(app, ("flag.png", four_colours()), ("bad.png", b"hello"))
    (told,) = app.error
    assert told.value.replace("\\", "") == (
        "bad.png: The file is not a picture, or it is damaged from the start. "
        "Load a PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF file."
    )
    assert "flag.png · PNG" in words(app)
    upload(app, ("grey.png", png(np.full((4, 4, 3), 90))))
    assert not app.error
    assert app.selectbox(key="quantise_image.which").options == ["1 · flag.png", "2 · grey.png"]


def test_pictures_are_taken_away_one_by_one_and_the_sample_comes_back(app: AppTest):
    app.selectbox(key="quantise_image.sample").set_value("Flower").run()
    upload(app, ("flag.png", four_colours()), ("grey.png", png(np.full((4, 4, 3), 90))))
    app.button(key="quantise_image.take_away").click().run()
    assert "flag.png" in words(app)
    app.button(key="quantise_image.take_away").click().run()
    assert "flower.jpg" in words(app)


def test_k_ends_at_the_number_of_colours_that_there_are(app: AppTest):
    upload(app, ("flag.png", four_colours()))
    assert k_offered(app) == (4, 4)
    upload(app, ("noise.png", png(np.random.default_rng(0).integers(0, 256, (40, 40, 3)))))
    assert k_offered(app) == (16, 256)


def test_a_picture_is_shrunk_before_its_colours_are_reduced(app: AppTest):
    app.number_input(key="quantise_image.longest").set_value(64).run()
    assert "64 × 43 pixels" in words(app)
    assert "Pixel art" in [button.label for button in app.get("download_button")]


def test_an_animation_says_how_many_frames_it_has_and_is_made_a_gif(app: AppTest):
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("#ff0000", "#008000", "#0000ff")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    upload(app, ("film.gif", file.getvalue()))
    assert "The file holds 3 frames or pages; the first one is shown." in words(app)
    app.button(key="quantise_image.write_film").click().run()
    assert not app.exception
    assert "GIF" in [button.label for button in app.get("download_button")]


def test_locked_colours_are_in_the_palette(app: AppTest):
    app.text_input(key="quantise_image.locked").set_value("#F0F, #123456").run()
    assert "#ff00ff" in palette(app)
    assert "#123456" in palette(app)
    assert [tile["hex"] for tile in swatches(app) if tile["locked"]] == ["#123456", "#ff00ff"]


def test_a_locked_colour_that_is_none_is_told(app: AppTest):
    app.text_input(key="quantise_image.locked").set_value("magnta").run()
    assert not app.exception
    assert app.error[0].value.replace("\\", "") == (
        "'magnta' is not a colour. Write it as #rrggbb, as rgb(31, 111, 120), or by its name in CSS."
    )


def test_the_fewest_colours_for_a_quality_are_found_with_what_dithering_costs(app: AppTest):
    app.segmented_control(key="quantise_image.aim").set_value("quality").run()
    app.slider(key="quantise_image.psnr").set_value(24.0).run()
    assert "are the fewest found that reach 24.0 dB." in words(app)
    plain = len(palette(app))
    assert float(metric(app, "PSNR").split()[0]) >= 24
    app.slider(key="quantise_image.dither").set_value(100).run()
    assert float(metric(app, "PSNR").split()[0]) >= 24
    assert len(palette(app)) > plain


def test_an_unreachable_quality_is_told(app: AppTest):
    app.segmented_control(key="quantise_image.aim").set_value("quality").run()
    app.slider(key="quantise_image.psnr").set_value(50.0).run()
    assert "256 colours, the most there can be, reach 36.6 dB." in words(app)


def test_the_most_colours_within_a_file_size_are_found(app: AppTest):
    app.segmented_control(key="quantise_image.aim").set_value("size").run()
    app.number_input(key="quantise_image.kb").set_value(40).run()
    assert re.search(r"\d+ colours are the most found within 40 kB: \d+\.\d kB\.", words(app))
    assert float(metric(app, "Bytes").split()[0]) <= 40
    app.number_input(key="quantise_image.kb").set_value(1).run()
    assert re.search(r"2 colours, the fewest there can be, take [\d.]+ kB: more than 1 kB\.", words(app))


def test_dithering_keeps_the_palette(app: AppTest):
    before = palette(app)
    app.slider(key="quantise_image.dither").set_value(100).run()
    assert choices(app).palette.dither == 1.0
    assert palette(app) == before
    assert metric(app, "PSNR") != "27.5 dB"


def test_several_pictures_share_one_palette_where_that_is_wanted(app: AppTest):
    red, blue = np.full((8, 8, 3), (250, 0, 0)), np.full((8, 8, 3), (0, 0, 250))
    red[0, 0], blue[0, 0] = (255, 10, 0), (0, 10, 255)
    upload(app, ("red.png", png(red)), ("blue.png", png(blue)))
    assert palette(app) == ["#0000fa", "#000aff"]
    app.toggle(key="quantise_image.shared").set_value(True).run()
    ask_for(app, 2)
    assert "blue.png" in words(app)
    assert sorted(palette(app)) == ["#0000fa", "#fa0000"]


def test_a_saved_palette_is_applied_and_let_go_again(app: AppTest):
    app.file_uploader(key="quantise_image.palette").set_value(
        ("two.css", b":root { --a: #000000; --b: #ffffff; }", "text/css")
    ).run()
    assert "The saved palette of 2 colours is used" in words(app)
    assert len(palette(app)) == 2
    app.file_uploader(key="quantise_image.palette").set_value(None).run()
    assert len(palette(app)) == 16


def test_a_file_without_a_palette_is_told(app: AppTest):
    app.file_uploader(key="quantise_image.palette").set_value(("x.txt", b"nothing", "text/plain")).run()
    assert "The file holds no palette that can be read" in app.error[0].value.replace("\\", "")


def test_a_link_brings_back_the_sample_with_its_colours(open_page: OpenPage) -> None:
    app = open_page("pages/image/quantise_image.py")
    app.selectbox(key="quantise_image.sample").set_value("Flower").run()
    app.slider(key="quantise_image.dither").set_value(50).run()
    letters = app.code[0].value.split("?recipe=")[1]
    other = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    other.query_params["recipe"] = letters
    other.run()
    other.switch_page("pages/image/quantise_image.py").run()
    assert not other.exception
    assert other.selectbox(key="quantise_image.sample").value == "Flower"
    assert other.slider(key="quantise_image.dither").value == 50
