"""The build of all sets is shared with the tests of exercises."""

from tests.exercises.conftest import built, worker_id

__all__ = ["built", "worker_id"]
