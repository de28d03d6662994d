"""A class of 1,000 students, all steps of two-two-two, one slip each, against one student solved anew 1,000 times."""

from __future__ import annotations

import random
import time
import tracemalloc

import nnsolve
from nnsolve.marking.classwork import Classwork, Student
from nnsolve.marking.exam import Exam

STUDENTS = 1000


def students(exam: Exam, count: int):
    """Students who write six figures of every step and slip once: one number is a third too large."""
    key = exam.questions[0].key
    for number in range(count):
        slipped = random.Random(number).choice(list(key.steps))
        row = {name: f"{key.values[name] * (4 / 3 if name == slipped else 1):.6g}" for name in key.steps}
        yield Student(str(number), "class.csv", row)


def marked(exam: Exam, count: int) -> float:
    """Seconds for marking a class."""
    listed = list(students(exam, count))
    classwork = Classwork(exam, None, None, "text", 80)
    start = time.perf_counter()
    for student in listed:
        classwork.mark(student)
    classwork.marks(json=False)
    classwork.report(80)
    return time.perf_counter() - start


def kept(exam: Exam, count: int) -> float:
    """Bytes that marking a student leaves behind, on average."""
    tracemalloc.start()
    classwork = Classwork(exam, None, None, "text", 80)
    before = tracemalloc.get_traced_memory()[0]
    for student in students(exam, count):
        classwork.mark(student)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / count


def lines():
    """Yields the report."""
    exam = Exam("two-two-two")
    marked(exam, 20)
    ours = min(marked(exam, STUDENTS) for _ in range(3))
    start = time.perf_counter()
    for _ in range(100):
        _ = nnsolve.solve(nnsolve.load("two-two-two")[0]).values
    theirs = (time.perf_counter() - start) * STUDENTS / 100
    what = f"{STUDENTS} students x {len(exam.questions[0].key.steps)} lines marked / the problem solved as often"
    yield f"{what:<72} {ours * 1e3:8.1f} ms / {theirs * 1e3:8.1f} ms = {ours / theirs:5.3g}   goal 2 s, at most 5 s"
    few, many = kept(exam, 50), kept(exam, 500)
    yield f"{'memory that marking leaves behind a student, of 50 / of 500':<72} {few:8.0f} B  / {many:8.0f} B"
