"""How soon the Image page repaints after k was moved, in a real browser: `python -m benchmarks.preview`.

A drawn photo of 12 megapixels, or the file that is named, is uploaded to the running app, and the slider is
moved by one key. The times are milliseconds from the key press until a picture in the new colours has been
painted: the first one, a preview where the page says so, and the last one, in the exact colours. None of
these k was seen before or lies on the curve of quality, whose palettes the page keeps. The first line of each
space was taken while that curve was being computed.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.browser.studio import Studio

QUICK = "--quick" in sys.argv  # fewer k, in one colour space, on 3 megapixels
KS = (2, 9, 40, 140) if QUICK else (2, 5, 9, 20, 40, 70, 100, 140, 200, 255)
SLIDER = ".st-key-quantise_image-k [role=slider], .st-key-quantise_image-k input[type=range]"
AFTER = ".st-key-quantise_image-compare .after"
WATCH = """image => {
  window.painted = [];
  const note = () => window.painted.push(performance.now());
  image.addEventListener("load", () => requestAnimationFrame(() => setTimeout(note, 0)));
  const press = () => { window.pressed = performance.now(); window.painted = []; };
  document.addEventListener("keydown", press, true);
}"""


def photo() -> bytes:
    """A JPEG of smooth shapes in many colours, with edges and grain."""
    width, height = (2000, 1500) if QUICK else (4000, 3000)
    rng = np.random.default_rng(12)
    y, x = np.mgrid[:height, :width].astype(np.float32) / np.float32(height)
    pixels = np.empty((height, width, 3), np.uint8)
    for channel in range(3):
        a, b, c, d = rng.uniform(2, 7, 4)
        shape = 128 + 70 * np.sin(a * x + b * y) * np.cos(c * y - x) + 40 * (np.sin(9 * d * x * y) > 0.3)
        grain = rng.normal(0, 5, (height, width)).astype(np.float32)
        pixels[..., channel] = np.rint(shape + grain).clip(0, 255)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92)
    return file.getvalue()


def move(studio: Studio, before: int, k: int, busy: bool = False) -> str:
    """Go from one k to beside another, and by one key to that; say when the pictures were painted."""
    thumb = studio.page.locator(SLIDER).first
    key, step = ("ArrowRight", 1) if k > before else ("ArrowLeft", -1)
    thumb.focus()
    for _ in range(before + step, k, step):
        thumb.press(key)
    if busy:
        studio.page.wait_for_timeout(1500)
    else:
        settled(studio)
    thumb.press(key)
    settled(studio)
    painted = studio.page.evaluate("window.painted.map(at => at - window.pressed)")
    return f"k = {k:<4d}{painted[0]:8.0f}{painted[-1]:8.0f}"


def settled(studio: Studio) -> None:
    """Wait until nothing on the page is computed any more, the curve included."""
    studio.page.wait_for_timeout(400)
    studio.page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        " && performance.now() - window.lastSpoke > 1000",
        timeout=600_000,
        polling=100,
    )


def serve(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "deploy/serve.py"]
    options = [f"--server.port={port}", "--server.headless=true"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, *options], stdin=quiet, stdout=quiet, stderr=quiet)
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit("The server did not start.")


def measure(page: Page, address: str, data: bytes) -> None:
    studio = Studio(page, address)
    page.goto(address + "/image")
    studio.idle()
    uploader = page.get_by_test_id("stFileUploader").filter(has_text="Upload pictures")
    uploader.locator("input[type=file]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": data}  # type: ignore[arg-type]
    )
    settled(studio)
    page.locator(AFTER).evaluate(WATCH)
    k = 16
    for space, beside in (("OKLab", 18), ("sRGB", 12))[: 1 if QUICK else 2]:
        page.get_by_role("radio", name=space).click()
        print(f"\n{space:8s}{'first':>8s}{'exact':>8s}")
        print(move(studio, k, beside, busy=True), " while the curve is computed", flush=True)
        k = beside
        for wanted in KS:
            print(move(studio, k, wanted), flush=True)
            k = wanted


if __name__ == "__main__":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    named = [word for word in sys.argv[1:] if word != "--quick"]
    data = Path(named[0]).read_bytes() if named else photo()
    server = serve(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=list(FLAGS), env=dict(os.environ)
            )
            measure(
                browser.new_page(viewport={"width": 1440, "height": 900}), f"http://127.0.0.1:{port}", data
            )
            browser.close()
    finally:
        server.terminate()
        server.wait()
