"""Pages on paper: an HTML file as a PDF by a headless Chromium.

- `browser`: finds a Chromium, or installs one; the browser tests use the same.
- `pdf`: prints files, with page numbers, running head and tags, and measures whether they fit.
"""
