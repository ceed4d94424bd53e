"""What only a teacher needs of a week: the sheets in ``teaching/``, their plan and their kit.

- `sheet`: reads ``teaching/wNN-slug.md``.
- `deck`: the slides, which are the sheet's body.
- `numbers`: the figures that its texts name.
- `kit`: the seminar's game, its outcomes and scores.
- `words`: its texts for translators, and in the reader's language.
- `check`: everything that is wrong with a sheet.
"""
