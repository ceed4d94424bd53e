"""The figures of the course: read a table, ask what it is, list what there is.

>>> from regecon.data import describe, load
>>> load("stops")["place"].head(2).tolist()
['Novosibirsk', 'Novokuznetsk']
>>> describe("stops").synthetic
False
"""

from regecon.data.description import Description, describe
from regecon.data.errors import DataError, UnknownTableError
from regecon.data.play import load_play, play_summary
from regecon.data.reader import load, tables

__all__ = [
    "DataError",
    "Description",
    "UnknownTableError",
    "describe",
    "load",
    "load_play",
    "play_summary",
    "tables",
]
