"""SYNTHETIC field work: twenty-four interviews and what two coders made of them.

    python datasets/scripts/synthetic_fieldwork.py

Reads ``scripts/fieldwork_sentences.csv`` (sentences written for the course from the claims
of the report, each with the codes it deserves) and ``codebook_synthetic.csv``; writes
``interviews_synthetic.csv``, the codes that its sentences were written for
(``intended_codes_synthetic.csv``), ``codings_synthetic.csv`` and the same codings as a class enters
its own (``coding_sheet_synthetic.csv``). Nobody was interviewed.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

DATASETS = Path(__file__).resolve().parents[1]
SEED = 2028

BLOCKS = ["work", "living", "city", "trips", "innovation", "information", "public_life"]
TOWNS = {"N": "Novokuznetsk", "S": "Sheregesh", "B": "Biysk"}
AUDIENCES = {"A": "administration", "E": "enterprise", "P": "residents"}
SPEAKERS = {"A": 2, "E": 3, "P": 3}  # per town: 24 in all
MOST_SENTENCES = 3
SMALL_TALK = 0.15  # chance that an answer opens with a sentence that carries no town

# How well each coder sees a code: chance of marking it where it is and where it is not.
USUAL = {"a": (0.88, 0.008), "b": (0.82, 0.015)}
HARD = {
    # Speakers hint at evasion rather than name it; one coder wants proof, the other guesses.
    "shadow": {"a": (0.40, 0.012), "b": (0.45, 0.025)},
    "lock_functional": {"a": (0.80, 0.012), "b": (0.75, 0.020)},
    "lock_cognitive": {"a": (0.80, 0.012), "b": (0.75, 0.020)},
    "lock_political": {"a": (0.80, 0.010), "b": (0.75, 0.020)},
}


def read(name: str) -> list[dict[str, str]]:
    with (DATASETS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: list[str], rows: list[list]) -> None:
    with (DATASETS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([columns, *rows])


def shuffled(random: Random, items: list) -> list:
    return sorted(items, key=lambda _: random.random())


def interviews(sentences: list[dict[str, str]], random: Random) -> list[dict]:
    """Deal the sentences of a town and audience to its speakers, block by block."""
    small_talk = shuffled(random, [s for s in sentences if len(s["towns"]) > 1])
    answers = []
    for town, audience in [(t, a) for t in TOWNS for a in AUDIENCES]:
        speakers = [f"{town}{audience}{n + 1}" for n in range(SPEAKERS[audience])]
        for block in BLOCKS:
            here = [
                s
                for s in sentences
                if (s["block"], s["towns"], s["audience"]) == (block, town, audience)
            ]
            dealt = shuffled(random, here)
            for place, speaker in enumerate(shuffled(random, speakers)):
                said = dealt[place :: len(speakers)]
                if random.random() < SMALL_TALK:
                    said = opening(small_talk, block, town, audience) + said
                said = said[:MOST_SENTENCES]
                answers.append(
                    {"id": f"{speaker}-{block}", "speaker": speaker, "block": block, "said": said}
                )
    return answers


def opening(small_talk: list[dict], block: str, town: str, audience: str) -> list[dict]:
    """Take the next fitting sentence of small talk, so that no two speakers share one."""
    for sentence in small_talk:
        fits = sentence["block"] == block and town in sentence["towns"]
        if fits and sentence["audience"] == audience:
            small_talk.remove(sentence)
            return [sentence]
    return []


def meant(answer: dict) -> set[str]:
    """The codes for which the sentences of an answer were written."""
    return {code for s in answer["said"] for code in s["codes"].split(";")}


def codings(answers: list[dict], codes: list[str], random: Random) -> list[list]:
    """Two coders read every answer for every code, and err independently."""
    rows = []
    for answer in answers:
        there = meant(answer)
        for code in codes:
            marks = []
            for coder in "ab":
                hit, false_alarm = HARD.get(code, USUAL)[coder]
                marks.append(random.random() < (hit if code in there else false_alarm))
            rows.append([answer["id"], code, *(str(mark).lower() for mark in marks)])
    return rows


def main() -> None:
    random = Random(SEED)
    answers = sorted_by_route(interviews(read("scripts/fieldwork_sentences.csv"), random))
    heard = list(dict.fromkeys(answer["speaker"] for answer in answers))
    write(
        "interviews_synthetic.csv",
        ["answer", "interview", "heard", "town", "audience", "block", "text"],
        [
            [
                answer["id"],
                answer["speaker"],
                heard.index(answer["speaker"]) + 1,
                TOWNS[answer["speaker"][0]],
                AUDIENCES[answer["speaker"][1]],
                answer["block"],
                " ".join(s["sentence"] for s in answer["said"]),
            ]
            for answer in answers
        ],
    )
    codes = [row["code"] for row in read("codebook_synthetic.csv")]
    write(
        "intended_codes_synthetic.csv",
        ["answer", "code"],
        [[answer["id"], code] for answer in answers for code in codes if code in meant(answer)],
    )
    marks = codings(answers, codes, random)
    write("codings_synthetic.csv", ["answer", "code", "coder_a", "coder_b"], marks)
    write(
        "coding_sheet_synthetic.csv",
        ["interview", "heard", "town", "audience", "block", "coder_a", "coder_b"],
        [sheet_row(answer, heard, marks) for answer in answers],
    )


def sheet_row(answer: dict, heard: list[str], marks: list[list]) -> list:
    """One answer with the codes that each coder gave it, as they stand in one cell."""
    speaker = answer["speaker"]
    cells = [
        " ".join(row[1] for row in marks if row[0] == answer["id"] and row[column] == "true")
        for column in (2, 3)
    ]
    place = [heard.index(speaker) + 1, TOWNS[speaker[0]], AUDIENCES[speaker[1]]]
    return [speaker, *place, answer["block"], *(cell or "none" for cell in cells)]


def sorted_by_route(answers: list[dict]) -> list[dict]:
    """In the order of the journey, audience by audience, each interview block by block."""
    return sorted(
        answers,
        key=lambda answer: (
            list(TOWNS).index(answer["speaker"][0]),
            answer["speaker"],
            BLOCKS.index(answer["block"]),
        ),
    )


if __name__ == "__main__":
    main()
