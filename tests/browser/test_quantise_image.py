"""The Image page in a real browser: drop a picture, drag the divider and k, zoom, take files away."""

from __future__ import annotations

import io
import re
import zipfile

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.studio import Studio

COMPARE = ".st-key-quantise_image-compare"


def picture(width: int = 300, height: int = 200) -> np.ndarray:
    """A smooth picture of many colours with grain."""
    y, x = np.mgrid[:height, :width]
    smooth = np.stack([x * 255 / width, y * 255 / height, 128 + 80 * np.sin(x / 40)], axis=-1)
    return (smooth + np.random.default_rng(1).normal(0, 4, smooth.shape)).clip(0, 255).astype(np.uint8)


def saved(pixels: np.ndarray, kind: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **how)
    return file.getvalue()


def rgba(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def colours(data: bytes) -> set[tuple[int, ...]]:
    return {tuple(c) for c in np.unique(rgba(data).reshape(-1, 4), axis=0).tolist()}


def swatches(studio: Studio) -> list[str]:
    """The palette as it is painted on the screen."""
    tiles = studio.page.locator("[aria-label=Palette] .copy b")
    return tiles.evaluate_all("tiles => tiles.map(t => t.textContent)")


def thumb(studio: Studio, key: str) -> Locator:
    return studio.page.locator(f".st-key-{key} [role=slider], .st-key-{key} input[type=range]").first


def press(studio: Studio, key: str, *keys: str) -> None:
    for each in keys:
        thumb(studio, key).press(each)
    studio.page.wait_for_timeout(300)  # k speaks once it was left alone for 200 ms
    studio.idle()


def slide(studio: Studio, key: str, steps: int) -> None:
    press(studio, key, *["ArrowRight" if steps > 0 else "ArrowLeft"] * abs(steps))


def test_a_dropped_picture_comes_back_in_exactly_the_palettes_colours(visit: Visit) -> None:
    studio = visit("/image")
    studio.upload("mine.png", saved(picture()), "Upload pictures")
    slide(studio, "quantise_image-k", -8)
    expect(studio.page.locator("[aria-label=Palette] .copy")).to_have_count(8)
    shown = swatches(studio.idle())
    name, data = studio.download("PNG")
    assert name.startswith("mine-8-colours-")
    assert rgba(data).shape == (200, 300, 4)
    assert colours(data) == {(*bytes.fromhex(text[1:]), 255) for text in shown}
    _, webp = studio.download("WebP")
    assert (rgba(webp) == rgba(data)).all()


def test_a_photo_held_sideways_is_shown_and_written_upright(visit: Visit) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    studio = visit("/image")
    studio.upload("phone.jpg", saved(picture(), "JPEG", exif=exif), "Upload pictures")
    assert "200 × 300 pixels" in studio.text()
    _, data = studio.download("PNG")
    assert rgba(data).shape == (300, 200, 4)


def test_a_transparent_logo_keeps_its_transparency(visit: Visit) -> None:
    alpha = np.zeros((200, 300), np.uint8)
    alpha[50:150, 50:250] = 255
    studio = visit("/image")
    studio.upload("logo.png", saved(np.dstack([picture(), alpha])), "Upload pictures")
    _, data = studio.download("PNG")
    assert ((rgba(data)[..., 3] > 0) == (alpha > 0)).all()


def drag(studio: Studio, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one place of the picture's frame to another, as shares of its width and height."""
    box = studio.page.locator(f"{COMPARE} .frame").bounding_box()
    assert box
    places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    studio.page.mouse.move(*places[0])
    studio.page.mouse.down()
    studio.page.mouse.move(*places[1], steps=4)
    studio.page.mouse.up()


def divider(studio: Studio) -> float:
    """Where the divider is, in percent of the frame."""
    line = studio.page.locator(f"{COMPARE} .line")
    return float(line.evaluate("l => parseFloat(l.style.left)"))


def place(studio: Studio, image: str = ".before") -> tuple[float, float, float]:
    """Left, top and width of a picture on the screen."""
    box = studio.page.locator(f"{COMPARE} {image}").first.bounding_box()
    assert box
    return box["x"], box["y"], box["width"]


def test_the_divider_follows_the_mouse_and_the_keys(visit: Visit) -> None:
    studio = visit("/image")
    drag(studio, (0.5, 0.5), (0.25, 0.1))
    assert abs(divider(studio) - 25) < 1
    keys = studio.page.get_by_label("Divider between before and after")
    keys.focus()
    keys.press("ArrowRight")
    assert abs(divider(studio) - 25.5) < 1


COLOURS = """image => {
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const seen = new Set(), data = canvas.getImageData(0, 0, image.naturalWidth, image.naturalHeight).data;
  for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
  return [seen.size, image.naturalWidth, image.naturalHeight];
}"""


def test_zooming_far_into_a_large_picture_shows_its_own_pixels_and_no_other_colours(visit: Visit) -> None:
    studio = visit("/image")
    studio.upload("mine.png", saved(picture(2000, 1200), compress_level=1), "Upload pictures")
    for _ in range(4):
        studio.page.get_by_role("button", name="Larger").click()
    studio.idle()
    near = studio.page.locator(f"{COMPARE} .after.near")
    expect(near).to_have_attribute("src", re.compile("data:image/png"))
    count, width, _ = near.evaluate(COLOURS)
    assert count <= 16
    x, _, seen = place(studio, ".after.near")
    x_whole, _, whole = place(studio)
    assert abs(seen / width - whole / 2000) < 0.01  # it lies over the same pixels
    assert x_whole < x < x_whole + whole


def test_a_zoomed_picture_is_moved_while_the_divider_stays_in_view(visit: Visit) -> None:
    studio = visit("/image")
    for _ in range(2):
        studio.page.get_by_role("button", name="Larger").click()
    before = place(studio)
    drag(studio, (0.2, 0.2), (0.3, 0.35))
    after = place(studio)
    assert after[0] - before[0] > 40
    assert after[1] - before[1] > 40
    assert divider(studio) == 50


def test_two_fingers_zoom_and_move_on_a_phone(visit: Visit) -> None:
    studio = visit("/image", width=390, height=844)
    _, _, before = place(studio)
    box = studio.page.locator(f"{COMPARE} .frame").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = studio.page.context.new_cdp_session(studio.page)

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + way * d, "y": y, "id": i} for d in apart for i, way in enumerate((-1, 1))]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 30)
    for apart in (50, 70, 90):
        touch("touchMove", apart)
    touch("touchEnd")
    assert 2.5 < place(studio)[2] / before < 3.5
    assert divider(studio) == 50


def test_the_picture_its_settings_and_its_palette_are_on_one_screen(visit: Visit) -> None:
    studio = visit("/image")
    for part in (f"{COMPARE} .frame", ".st-key-quantise_image-metrics", "[aria-label=Palette]"):
        box = studio.page.locator(part).bounding_box()
        assert box
        assert box["y"] + box["height"] < 900
    phone = visit("/image", width=390, height=844)
    box = phone.page.locator(f"{COMPARE} .frame").bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
    assert phone.overflow() == 0


def test_a_swatch_is_copied_by_a_click_and_locked_by_its_lock(visit: Visit) -> None:
    studio = visit("/image")
    studio.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first, second = swatches(studio)[:2]
    studio.page.locator("[aria-label=Palette] .copy").first.click()
    expect(studio.page.locator(".st-key-quantise_image-swatches .said")).to_contain_text(first)
    assert studio.page.evaluate("navigator.clipboard.readText()") == first
    studio.page.get_by_role("button", name=f"Lock {second}").click()
    studio.idle()
    slide(studio, "quantise_image-k", -12)
    assert second in swatches(studio)
    studio.page.get_by_role("button", name=f"Lock {second}").click()
    studio.idle()
    assert second not in swatches(studio)


def test_a_colour_is_changed_added_and_picked_from_the_picture(visit: Visit) -> None:
    studio = visit("/image")
    studio.upload("mine.png", saved(picture()), "Upload pictures")
    first = swatches(studio)[0]
    studio.page.get_by_label(f"Change {first}").fill("#123456")
    studio.page.get_by_label(f"Change {first}").dispatch_event("change")
    assert "#123456" in swatches(studio.idle())
    studio.page.get_by_label("Add a colour").fill("#ff00ff")
    studio.page.get_by_label("Add a colour").dispatch_event("change")
    assert {"#123456", "#ff00ff"} < set(swatches(studio.idle()))
    studio.page.get_by_role("button", name="Pick a colour").click()
    x, y, _ = place(studio)
    studio.page.mouse.click(x + 1, y + 1)
    assert "#" + bytes(picture()[0, 0]).hex() in swatches(studio.idle())
    assert len(swatches(studio)) == 16


def test_the_charts_show_the_colours_and_the_present_k(visit: Visit) -> None:
    studio = visit("/image")
    studio.unfold("Quality and size")
    cloud, centres = studio.figure("quantise_image.space3d")["data"]
    assert centres["marker"]["color"] == swatches(studio)
    assert set(cloud["marker"]["color"]) <= set(swatches(studio))
    curve = studio.figure("quantise_image.curve")
    assert curve["data"][0]["x"] == [4, 8, 16, 32, 64, 128, 256]
    assert curve["layout"]["annotations"][0]["text"] == "k = 16"
    sizes = [1000 * size for size in curve["data"][2]["y"]]
    _, data = studio.download("PNG")
    assert abs(sizes[2] - len(data)) < 1


SAID = """() => {
  window.said = [];
  new MutationObserver(() => {
    const now = document.body.innerText.includes("Preview; the exact colours follow.") ? "preview" : "exact";
    if (window.said.length ? window.said.at(-1) !== now : now === "preview") window.said.push(now);
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def test_a_preview_is_painted_until_the_exact_colours_are_there(visit: Visit) -> None:
    studio = visit("/image")
    studio.upload("large.png", saved(picture(1500, 1000), compress_level=1), "Upload pictures")
    press(studio, "quantise_image-k", "End")
    studio.page.evaluate(SAID)
    press(studio, "quantise_image-k", "ArrowLeft")
    assert len(swatches(studio)) == 255
    assert studio.page.evaluate("window.said") == ["preview", "exact"]


def test_a_saved_palette_is_marked_beside_the_curve_of_searched_ones(visit: Visit) -> None:
    studio = visit("/image")
    studio.unfold("Quality and size")
    before = studio.figure("quantise_image.curve")["data"]
    studio.press("More settings")
    studio.upload("two.css", b":root { --a: #000000; --b: #ffffff; }", "Apply a saved palette")
    curve = studio.figure("quantise_image.curve")
    assert [trace["y"] for trace in curve["data"][::2]] == [trace["y"] for trace in before[::2]]
    _, data = studio.download("PNG")
    assert [trace["x"] for trace in curve["data"][1::2]] == [[2], [2]]
    assert abs(1000 * curve["data"][3]["y"][0] - len(data)) < 1
    assert curve["layout"]["annotations"][0]["text"] == "saved palette"


def test_the_curve_of_several_pictures_is_that_of_the_palette_they_share(visit: Visit) -> None:
    studio = visit("/image")
    files = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": saved(picture(90, 60)[:, :, ::n])}
        for n in (1, -1)
    ]
    uploader = studio.page.get_by_test_id("stFileUploader").filter(has_text="Upload pictures")
    uploader.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    studio.idle().switch("One palette for all 2")
    studio.unfold("Quality and size")
    curve = studio.idle().figure("quantise_image.curve")
    _, data = studio.download("PNG")
    assert abs(1000 * curve["data"][2]["y"][2] - len(data)) < 1


def test_two_pictures_leave_in_one_zip_with_one_palette(visit: Visit) -> None:
    studio = visit("/image")
    page = studio.page
    files = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": saved(picture(90 + n, 60))} for n in (1, 2)
    ]
    page.get_by_test_id("stFileUploader").filter(has_text="Upload pictures").locator(
        "input[type=file]"
    ).set_input_files(files)  # type: ignore[arg-type]
    studio.idle().switch("One palette for all 2")
    studio.press("Write all 2 pictures")
    _, data = studio.download("All pictures")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["001-1.png", "002-2.png"]
        together = set().union(*(colours(archive.read(name)) for name in archive.namelist()))
    assert len(together) <= 16


def test_a_hostile_file_is_told_and_the_page_goes_on(visit: Visit) -> None:
    studio = visit("/image")
    studio.upload("evil.svg", b"<svg onload='alert(1)'/>", "Upload pictures")
    assert "The file is an SVG drawing" in studio.text()
    studio.upload("fine.png", saved(picture(40, 30)), "Upload pictures")
    assert "fine.png" in studio.text()
