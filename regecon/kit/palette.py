"""The colours of the course, for pages, charts and explorers, in light and dark.

Charts are drawn in the light colours; in dark mode the page swaps each for its dark twin.
The contrast of every pair and the distance under colour-vision deficiency are tested.
"""

LIGHT = {
    "paper": "#fcfbf8",
    "card": "#ffffff",
    "ink": "#1d2530",
    "muted": "#5a6470",
    "rule": "#ddd8cd",
    "novokuznetsk": "#c04e00",
    "sheregesh": "#0067a5",
    "biysk": "#00795c",
    "accent": "#8a6d00",
    "water": "#9cc3dc",
    "land": "#f3f1ec",
}
DARK = {
    "paper": "#14181e",
    "card": "#1b2129",
    "ink": "#e9e6df",
    "muted": "#a2acb8",
    "rule": "#323a45",
    "novokuznetsk": "#f08a4b",
    "sheregesh": "#5fb2e6",
    "biysk": "#4fc3a1",
    "accent": "#d8b13c",
    "water": "#35566b",
    "land": "#20262f",
}
PATTERNS = ("novokuznetsk", "sheregesh", "biysk")
SHAPES = {
    "novokuznetsk": "square",
    "sheregesh": "triangle-up",
    "biysk": "M0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5L0,-1L0.866,-0.5Z",
}
SIGNS = {"novokuznetsk": "\u25a0", "sheregesh": "\u25b2", "biysk": "\u2b22"}


def stylesheet() -> str:
    """The palette as CSS custom properties: the reader's choice of theme, and light on paper.

    Pictures are drawn in the light colours; each gets the property of its name.
    """

    def block(colours: dict[str, str]) -> str:
        return " ".join(f"--{name}: {colour};" for name, colour in colours.items())

    light, dark = block(LIGHT), block(DARK)
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme='light']) "
        f"{{ color-scheme: dark; {dark} }} }}\n"
        f"@media screen {{ :root[data-theme='dark'] {{ color-scheme: dark; {dark} }} }}\n"
        + "".join(
            f'.re-chart > svg [{mark}="{colour}" i] {{ {mark}: var(--{name}); }}\n'
            for name, colour in LIGHT.items()
            for mark in ("fill", "stroke")
        )
    )


def twins() -> dict[str, str]:
    """Each light colour with its dark twin."""
    return {LIGHT[name]: DARK[name] for name in LIGHT}
