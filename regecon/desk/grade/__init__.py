"""Grade a class: ``regecon grade SUBMISSIONS --out FOLDER``.

A submission is a program by somebody who may be careless, curious or hostile, and who runs it
on the teacher's machine. Two things have to hold: it cannot harm the machine or the other
submissions, and it cannot earn a point by anything but an answer.

**Run inside, judge outside.** The notebook runs in a sandbox (`sandbox`) in which there is no
test, hidden or public, no expected value, no master notebook and no grader: only Python, the
course's package and its tables, all read-only, and a scratch folder that vanishes. What runs
there (`inside`) then answers two questions through a pipe: what is the value of this name, and
what does this function give for these arguments. The tests run outside, in the grader, on what
comes back: a test that calls a student's function calls a stand-in that asks the sandbox. So
student code that patches numpy, ``assert``, Otter or our own checks patches a copy in which
nobody judges, and there is nothing to be found by searching memory, files or the stack. What
it can see are the arguments that hidden tests call its functions with; what it can do is
return values. A forged message is a value like any other, right or wrong.

**What leaves is plain data** (`plain`): JSON of numbers, texts, lists and tables, of limited
size, rebuilt by us from a short list of types. Nothing is unpickled, no code and no class of
the student's comes out, and what cannot be read is an answer of an unknown type.

**What comes in is read apart** (`apart`). Files are measured before they are parsed (`handed`),
and neither they nor the answers are read in the grader itself but in a copy of a helper, which
has limits of its own and can be ended. Whose a file is tells its place among all the others
(`whose`, `submissions`); what in a notebook is the student's own tells the blank (`blank`).

**What is given is ours.** Names that the master itself sets (tables, constants, the functions
of the question) are taken from the master when tests read them. Changing the budget in one's
notebook does not make a plan affordable.

**One submission cannot stop the others.** Time by cell and in all, processor time, memory of
a process and of all of them, number of processes, size of files, bytes printed: whoever
exceeds one is killed with all its processes. The notebook then runs again without the cell
that did it, so that an endless loop in question 5 costs question 5. Memory that no process
holds, keys and locks are refused by a filter of calls (`calls`), and time in which a notebook
stood in line for a processor does not count (`visit`).

**One source of verdicts.** Checks are those of `regecon.kit.checks.checker`, as in the student's
notebook; only the names they look at are handed in from afar.

**Nothing is lost, nothing done twice.** Each graded submission is one file, moved to its place
whole; its name is made of what was judged and by which version of the set. Starting again
grades what has no file yet.
"""
