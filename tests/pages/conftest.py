"""Pages as Streamlit runs them, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent
OpenPage = Callable[[str], AppTest]


@pytest.fixture
def open_page() -> OpenPage:
    """Open a page as a new visitor: `open_page("pages/table/choose_k.py")`."""

    def opened(path: str) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
        return app.switch_page(path).run()

    return opened


def words(app: AppTest) -> str:
    """Return everything that is written on the page, as a reader sees it."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(element.value for elements in kinds for element in elements).replace("\\", "")
