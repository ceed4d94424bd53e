"""The part of Otter's test files that the course's tests use."""


class test_case:
    """Marks a function as a test and keeps what to say when it passes."""

    def __init__(self, points=None, hidden=False, success_message=None, failure_message=None):
        self.points, self.hidden = points, hidden
        self.success_message, self.failure_message = success_message, failure_message

    def __call__(self, function):
        self.function = function
        return self
