"""The decks of the weeks: the bodies of ``teaching/wNN-slug.md`` as reveal.js, from a folder.

- `source`: the body as the page that Sphinx reads.
- `extension`: what its directives put on a slide; `asked` and `shown` find it.
- `build`: one run of Sphinx for all decks.
"""
