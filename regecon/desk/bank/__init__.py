"""The question bank: what a teacher asks beyond the page, for each week.

- `question`: what ``teaching/bank/wNN-slug.yml`` holds, and the items made of it.
- `reader`: reads a bank.
- `sums`: answers and mistakes as sums of the figures that are drawn.
- `wording`: figures put into a text, and the text as HTML or plain words.
- `check`: all that is wrong with a bank; `single`: with one question.
- `page`: what the bank would give away, or takes from the chapter and its exercises.
- `shelves`: the categories of an LMS, and what a question is called there.
- `moodle`, `gift`: the files to import; `preview`: the page with answers.
- `pairs`: the list of pre and post questions; `write`: all files, by week and for the course.
- `gain`: what a class gained, from Moodle's export; `made_class`: a SYNTHETIC export.
"""
