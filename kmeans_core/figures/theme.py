"""The look of every figure: colours for a light and a dark ground, and the frame around the data."""

from __future__ import annotations

import html
from dataclasses import dataclass

import plotly.graph_objects as go

SANS = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'
SERIF = '"Source Serif", "Source Serif Pro", Georgia, serif'
SYMBOLS = ("circle", "square", "diamond", "cross", "x", "square-open", "diamond-open", "circle-open")
TITLE_WIDTH = 44  # characters of a title that fit beside each other on a 390 pixel screen
TITLE_LINE = 21  # pixels
TOOL_BAR = 30  # pixels
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "$": "&#36;"})


@dataclass(frozen=True)
class Theme:
    """Named colours, as #RRGGBB; `clusters` are ten, apart for every kind of colour vision."""

    name: str
    paper: str
    panel: str
    text: str
    quiet: str
    line: str
    accent: str
    clusters: tuple[str, ...]


LIGHT = Theme(
    name="light",
    paper="#FBFAF7",
    panel="#F1EFE9",
    text="#1F2328",
    quiet="#5B636B",
    line="#DEDAD1",
    accent="#1F6F78",
    clusters=(
        *("#3A1EA4", "#E78E1F", "#2FBC90", "#A31107", "#5265E3"),
        *("#6C0354", "#B898EE", "#DF4131", "#704C7F", "#AA6C9E"),
    ),
)
DARK = Theme(
    name="dark",
    paper="#14171A",
    panel="#1C2126",
    text="#E8E6E1",
    quiet="#9BA3AB",
    line="#2C333A",
    accent="#5FB6BD",
    clusters=(
        *("#5292D8", "#F4AB52", "#54D1AE", "#BD277A", "#C0ABFF"),
        *("#827512", "#A5F9E6", "#545DC7", "#EDF031", "#C9718C"),
    ),
)


def cluster_colour(theme: Theme, i: int) -> str:
    """Return cluster i's colour (i from 0); after ten the colours begin again and the symbol changes."""
    return theme.clusters[i % len(theme.clusters)]


def cluster_symbol(i: int) -> str:
    """Return cluster i's marker symbol (i from 0), one a decade; all exist in 2-D, WebGL and 3-D."""
    return SYMBOLS[i // 10 % len(SYMBOLS)]


def ink(fill: str) -> str:
    """Return black or white, whichever is easier to read on a #RRGGBB fill."""
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#000000" if luminance > 0.18 else "#FFFFFF"


def plain(text: str, longest: int = 60) -> str:
    """Return text that Plotly shows as it is: no tags, no `%{}` templates, no formulas, one line, shortened.

    Use it for everything a person typed or uploaded: titles, legends, ticks, hover templates.
    """
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    short = line if len(line) <= longest else line[: longest - 1] + "…"
    return short.translate(MARKUP)


def style(
    fig: go.Figure, theme: Theme, *, height: int = 420, title: str = "", tools: bool = False
) -> go.Figure:
    """Give the figure the theme's frame in place and return it; what the figure set itself stays.

    `height` is in pixels and fixed, so that nothing jumps; `title` says the finding, in text already safe for
    Plotly (see `plain`), and is wrapped to fit a phone; `tools` leaves a line above it for a tool bar that is
    always there.
    """
    fig.update_layout(template=_template(theme), height=height, autosize=True)
    for scene in fig.select_scenes():
        for axis in (scene.xaxis, scene.yaxis, scene.zaxis):
            _show_solid(axis)
    bar = TOOL_BAR if tools else 0
    if title:
        lines = _wrapped(title)
        above = bar + (8 if len(lines) == 1 else 19)  # Plotly sets several lines 11 pixels higher than one
        fig.update_layout(title={"text": "<br>".join(lines), "pad_t": above})
        fig.update_layout(margin_t=bar + TITLE_LINE * len(lines) + 24)
    return fig


def _show_solid(axis: go.layout.scene.XAxis) -> None:
    """Undo `plain` in a 3-D axis title, where entities are not read; angle brackets would still make tags."""
    if axis.title.text:
        axis.title.text = html.unescape(axis.title.text).translate(str.maketrans("<>", "‹›"))


def _wrapped(title: str) -> list[str]:
    """Return the lines of a title, by its length as it is seen."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(html.unescape(longer)) > TITLE_WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _template(theme: Theme) -> go.layout.Template:
    """Return everything a figure needs said, so that no other template shows through."""
    frame = {"automargin": True, "title_standoff": 8}
    ground = {"backgroundcolor": theme.paper, "showbackground": True}
    colours = [[0.0, theme.panel], [1.0, theme.accent]]
    layout = go.Layout(
        font={"family": SANS, "size": 13, "color": theme.text},
        title={
            "font": {"family": SERIF, "size": 16, "color": theme.text, "weight": 600},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8, "l": 4},
        },
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        colorway=theme.clusters,
        colorscale={"sequential": colours, "sequentialminus": colours[::-1]},
        coloraxis={"colorbar": _colour_bar(theme)},
        xaxis=_axis(theme) | frame,
        yaxis=_axis(theme) | frame,
        scene={f"{a}axis": _axis(theme) | ground for a in "xyz"} | {"bgcolor": theme.paper},
        hoverlabel={
            "bgcolor": theme.panel,
            "bordercolor": theme.line,
            "font": {"family": SANS, "size": 13, "color": theme.text},
            "align": "left",
            "namelength": -1,
        },
        hovermode="closest",
        legend={
            "font": {"size": 13, "color": theme.text},
            "bgcolor": "rgba(0,0,0,0)",
            "itemsizing": "constant",
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": -0.18,
            "yanchor": "top",
        },
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": theme.quiet, "activecolor": theme.accent},
        annotationdefaults={"font": {"color": theme.text, "size": 13}, "arrowcolor": theme.quiet},
        shapedefaults={"line": {"color": theme.quiet, "width": 1}},
        margin={"l": 8, "r": 12, "t": 24, "b": 8},
        separators=".,",
        dragmode="pan",
        bargap=0.15,
    )
    return go.layout.Template(
        layout=layout,
        data={
            "heatmap": [go.Heatmap(colorscale=colours, colorbar=_colour_bar(theme))],
            "bar": [go.Bar(marker={"line": {"width": 0}})],
            "scatter": [go.Scatter(marker={"line": {"width": 0}})],
        },
    )


def _axis(theme: Theme) -> dict[str, object]:
    return {
        "gridcolor": theme.line,
        "gridwidth": 1,
        "linecolor": theme.line,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": theme.quiet, "size": 12},
        "title_font": {"color": theme.quiet, "size": 13},
    }


def _colour_bar(theme: Theme) -> dict[str, object]:
    return {"outlinewidth": 0, "ticks": "", "thickness": 12, "tickfont": {"color": theme.quiet, "size": 12}}
