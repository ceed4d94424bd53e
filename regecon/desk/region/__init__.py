"""A course in another region: the tables that its teacher brings, ``regecon region``.

- `tables`: the five tables, their templates and the made-up example.
- `check`: what is wrong with a folder of them, by file, row and column.
- `results`: what of the course runs on them, with a few results.
- `command`: writes templates or the example, checks a folder.
"""
