"""The assessment fund (ФОС) of the Russian working programme: what is checked, how, by what."""

from __future__ import annotations

from regecon.desk.assessment import Assessment
from regecon.desk.papers.descriptor import rubric_table
from regecon.desk.papers.paper import Paper
from regecon.desk.weeks import Week

WRITTEN = "упражнения, лабораторная работа"
# Weeks in which something is handed in or held besides exercises and lab.
ALSO = {
    2: "портфолио: гайд и книга кодов",
    8: "записка",
    12: "портфолио: интервью",
    16: "портфолио: согласие и записка; эссе и защита",
}
# An assumption of ours, and marked as one to replace.
SCALE = [
    ["85–100", "отлично"],
    ["70–84", "хорошо"],
    ["55–69", "удовлетворительно"],
    ["0–54", "неудовлетворительно"],
]


def fund(paper: Paper, weeks: list[Week], assessment: Assessment) -> None:
    """Write the fund as an appendix.

    Parameters
    ----------
    paper
        The programme.
    weeks, assessment
        With their words in Russian.
    """
    paper.page_break()
    paper.title("Приложение. Фонд оценочных средств")
    _passport(paper, weeks)
    _scale(paper, assessment)
    _rubrics(paper, assessment)
    _tasks(paper, weeks, assessment)
    _procedure(paper)


def _passport(paper: Paper, weeks: list[Week]) -> None:
    paper.heading("1. Паспорт фонда")
    rows = []
    for week in weeks:
        keys = f"{week.objectives[0].key} … {week.objectives[-1].key[-2:]}"
        means = "; ".join(filter(None, (WRITTEN, ALSO.get(week.number))))
        rows.append([week.number, week.title, keys, "[[коды]]", means])
    head = ["№", "Тема", "Результаты", "Компетенции", "Оценочные средства"]
    paper.table(head, rows, [0.6, 3.2, 1.8, 1.8, 3.4])


def _scale(paper: Paper, assessment: Assessment) -> None:
    paper.heading("2. Веса и шкала")
    rows = [[one.part, one.share, one.how] for one in assessment.weights]
    rows.append(["Всего", sum(one.share for one in assessment.weights), "–"])
    paper.table(["Часть", "Баллов", "Как оценивается"], rows, [4, 1, 6], total=True)
    paper.lead("Перевод суммы баллов в оценку. [[Пример, заменить шкалой вуза]]")
    paper.table(["Баллов", "Оценка"], SCALE, [1, 2])


def _rubrics(paper: Paper, assessment: Assessment) -> None:
    paper.heading("3. Критерии")
    for rubric in assessment.rubrics.values():
        paper.heading(f"{rubric.title} (баллов: {rubric.most})", 2)
        rubric_table(paper, rubric, "Критерий")
    paper.text(
        "Уровень достигнут, если верно всё, что сказано в его клетке; между двумя уровнями "
        "берётся нижний. Итог рубрики приводится к доле части в оценке."
    )


def _tasks(paper: Paper, weeks: list[Week], assessment: Assessment) -> None:
    paper.heading("4. Типовые задания")
    paper.text(
        "По одному заданию на тему, в сокращении. Полный текст, баллы и рубрика каждого стоят в "
        "упражнениях недели; там же задачи с числовым ответом, решения и подсказки, а в банке "
        "вопросов — тестовые задания с ключом."
    )
    rows = []
    for week in (week for week in weeks if week.slug in assessment.tasks):
        task = assessment.tasks[week.slug]
        rows.append([week.number, task.text, ", ".join(task.objectives)])
    paper.table(["Тема", "Задание", "Результаты"], rows, [0.8, 8, 1.6])


def _procedure(paper: Paper) -> None:
    paper.heading("5. Процедура оценивания")
    paper.bullets(
        [
            "лабораторные работы и упражнения сдаются до следующего занятия; числовые ответы "
            "проверяет программа, слова — преподаватель по рубрике вопроса;",
            "о записке преподаватель пять минут беседует с автором: что должно быть иначе, чтобы "
            "названная строка оказалась неверной;",
            "защита эссе длится двенадцать минут; трое студентов по жребию спрашивают от лица "
            "администрации, предприятия и жителя и ставят по 0, 1 или 2 балла за ответ;",
            "интервью без подписанного согласия не оценивается; имена и согласия не сдаются.",
        ]
    )
