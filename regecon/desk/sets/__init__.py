"""Exercises that answer back: one master notebook per set, everything else is made from it.

A master is a notebook in Otter Assign's format with three additions of ours. A question may
list its ``answers`` (numbers and choices, with the wrong ones that show a thought), from which
both the notebook's public tests and the feedback in the published page are made. A written
question lists its ``rubric``. A raw cell tagged ``mistakes`` lists what students typically
write, with the hint that it has to get.

- `master`: what a master holds; `reader` reads it and says what is wrong with it.
- `solve`: runs the solutions and the mistakes.
- `testing`: the tests of a question.
- `student`: the student's notebook, the notebook for Otter, the teacher's key.
- `build`: writes all of them for a class.

What a student's notebook imports stands in `regecon.kit.checks`.
"""
