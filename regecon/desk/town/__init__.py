"""Your own town: a starter notebook and a card of one page, ``regecon town NAME``.

- `notebook`: the cells of the starter notebook, in the order of the essay.
- `card`: the page, with its pictures inside.
- `command`: finds the town, writes both or neither.
"""
