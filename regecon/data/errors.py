"""What can go wrong with a table, told so that one can mend it."""


class DataError(ValueError):
    """A table or its descriptor is missing, broken or not as declared."""


class UnknownTableError(DataError, KeyError):
    """No table of that name; the message lists the nearest names."""

    def __str__(self) -> str:
        return str(self.args[0])
