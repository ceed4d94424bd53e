"""Regional Economics in the Field: data, methods and teaching machinery."""

import sys

if sys.platform == "emscripten":  # in the browser, large libraries come when first imported
    from regecon.kit import browser

    browser.start()
