"""The Russian working programme of the discipline (РПД); its assessment fund is in ``fund``.

The order of the parts is that of programmes which Russian universities publish. They are in
Russian whatever the reader's language is, as the form is.
"""

from __future__ import annotations

from pathlib import Path

from regecon.desk.assessment import read_assessment
from regecon.desk.papers.course import UNIT, Load, by_kind, load_of, reading, reference
from regecon.desk.papers.descriptor import names
from regecon.desk.papers.fund import fund
from regecon.desk.papers.paper import Paper
from regecon.desk.papers.russian import russian
from regecon.desk.weeks import Week, read_weeks

KINDS = {
    "knows": "Знать (студент может сказать, объяснить, различить)",
    "can": "Уметь (студент может вычислить, измерить, проверить)",
    "masters": "Владеть (студент может составить, взвесить, защитить)",
}
# What depends on the university, and where it is found.
TO_FILL = {
    "код и часть учебного плана": "учебный план образовательной программы",
    "коды и индикаторы компетенций": (
        "универсальные и общепрофессиональные — раздел III ФГОС ВО 38.03.01 «Экономика» "
        "(приказ Минобрнауки России от 12.08.2020 № 954); профессиональные и все индикаторы — "
        "описание образовательной программы вашего вуза"
    ),
    "основание": (
        "Порядок организации образовательной деятельности (приказ Минобрнауки России от "
        "06.04.2021 № 245), ФГОС ВО и положение вуза о рабочих программах; сверьте действующую "
        "редакцию"
    ),
    "семестр и форма промежуточной аттестации": (
        "учебный план; программа рассчитана на зачёт с оценкой. Для экзамена часы контроля "
        "берутся из самостоятельной работы или добавляются"
    ),
    "шкала перевода баллов": "положение вуза о балльно-рейтинговой системе",
    "наличие литературы": "библиотека вуза и её электронные подписки",
    "аудитории и программы": "справка кафедры о материально-техническом обеспечении",
}


def programme(root: Path, weeks: list[Week]) -> Paper:
    """The programme of some weeks, with its assessment fund as an appendix.

    Parameters
    ----------
    root
        The folder of the course.
    weeks
        The weeks that are taught.
    """
    numbers = {week.number for week in weeks}
    taught = [week for week in read_weeks(root, russian) if week.number in numbers]
    assessment = read_assessment(root, russian)
    hours = load_of(assessment, taught)
    book = {key: russian(text) for key, text in names(root).items()}
    paper = Paper(f"Рабочая программа дисциплины «{book['title']}»", book["author"], "ru-RU")
    _front(paper, book["title"])
    _to_fill(paper)
    _purpose(paper, taught)
    _outcomes(paper, root, taught)
    _volume(paper, hours)
    _plan(paper, taught, hours)
    _methods(paper, hours)
    _literature(paper, root, taught, book)
    _means(paper)
    fund(paper, taught, assessment)
    return paper


def _front(paper: Paper, title: str) -> None:
    paper.centre("[[наименование учредителя]]", "[[полное наименование вуза]]", "[[факультет]]")
    paper.text("УТВЕРЖДАЮ: [[должность, подпись, фамилия]]    «___» ____________ 20__ г.")
    paper.title("Рабочая программа дисциплины")
    paper.centre(f"«{title}»", "[[код дисциплины по учебному плану]]", "*Черновик*")
    rows = [
        ["Направление подготовки", "38.03.01 Экономика [[или другое]]"],
        ["Направленность (профиль)", "[[профиль]]"],
        ["Квалификация выпускника", "бакалавр"],
        ["Форма обучения", "очная [[или другая]]"],
        ["Год набора", "[[год]]"],
        ["Форма промежуточной аттестации", "зачёт с оценкой [[или по учебному плану]]"],
        ["Составитель", "[[должность, степень, фамилия]]"],
        ["Основание", "[[ФГОС ВО, порядок № 245, положение вуза: действующие редакции]]"],
        ["Рассмотрена на заседании кафедры", "[[кафедра, протокол, дата]]"],
    ]
    paper.table(["Сведения", "Значение"], rows, [2, 4])


def _to_fill(paper: Paper) -> None:
    paper.page_break()
    paper.heading("Что заполняет кафедра (лист удаляется)")
    paper.text(
        "Черновик составлен программой из таблиц курса: недель, весов оценки, рубрик и "
        "библиографии. В жёлтых скобках стоит то, что зависит от вуза. Номера приказов приведены "
        "для поиска: сверьте их с действующими редакциями."
    )
    paper.table(["Что", "Где взять"], [list(row) for row in TO_FILL.items()], [1, 2])


def _purpose(paper: Paper, weeks: list[Week]) -> None:
    paper.heading("1. Цели и задачи освоения дисциплины")
    paper.text(
        "Цель: научить студента проверять утверждения о региональной экономике на таблицах и в "
        "поле, различая то, что наблюдалось, то, что говорит теория, и то, что показывают цифры. "
        "Материал — отчёт экспедиции 2016 года по старопромышленным городам юга Западной Сибири."
    )
    paper.lead("Задачи:")
    paper.bullets(
        [
            "освоить методы регионального анализа и условия, при которых они верны;",
            "провести полевое интервью по правилам и закодировать его с оценкой согласия;",
            "оценить по официальной статистике структуру, риск, притяжение и население города;",
            "вести переговоры о проекте, зная, что имеет каждая сторона без соглашения;",
            "написать и защитить эссе о городе, которого экспедиция не посетила.",
        ]
    )
    paper.heading("2. Место дисциплины в структуре образовательной программы")
    paper.text("Блок 1, [[обязательная часть или часть, формируемая участниками]]; [[семестр]].")
    paper.lead("Входные знания по неделям:")
    rows = [[week.number, week.title, week.needs] for week in weeks]
    paper.table(["№", "Тема", "Требуется"], rows, [1, 5, 6])


def _outcomes(paper: Paper, root: Path, weeks: list[Week]) -> None:
    paper.heading("3. Планируемые результаты обучения")
    paper.text(
        "Коды компетенций зависят от образовательной программы и вносятся кафедрой (см. лист "
        "заполнения). Результаты обучения ниже — цели недель курса; ключ результата (w03-o1) "
        "назван у вопросов, упражнений и разделов глав."
    )
    rows = [
        [f"[[{kind}-…]]", "[[формулировка по ФГОС или программе]]", "[[индикатор]]", "[[ключи]]"]
        for kind in ("УК", "ОПК", "ПК")
    ]
    paper.table(["Код", "Компетенция", "Индикатор", "Результаты обучения"], rows, [1.4, 4, 3, 2])
    for kind, objectives in by_kind(root, weeks).items():
        paper.heading(KINDS[kind], 2)
        paper.table(["Ключ", "Результат"], [[one.key, one.text] for one in objectives], [1, 9])


def _volume(paper: Paper, hours: Load) -> None:
    paper.heading("4. Объём дисциплины и виды учебной работы")
    units = f"{hours.units:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    paper.text(
        f"Трудоёмкость в зачётных единицах: {units} (в единице {UNIT} академических часов). "
        f"Всего часов: {hours.all}, недель: {hours.weeks}. [[Распределение по семестрам]]"
    )
    rows = [
        ["Контактная работа", hours.contact],
        ["в том числе лекции", hours.lecture],
        ["в том числе лабораторные работы и семинары", hours.class_],
        ["Самостоятельная работа", hours.alone],
        ["Всего", hours.all],
    ]
    paper.table(["Вид работы", "Академических часов"], rows, [4, 1], total=True)


def _plan(paper: Paper, weeks: list[Week], hours: Load) -> None:
    paper.heading("5. Содержание дисциплины")
    paper.heading("5.1. Тематический план", 2)
    each = [kind // hours.weeks for kind in (hours.lecture, hours.class_, hours.alone)]
    rows = [[w.number, w.title, *each, sum(each), "упражнения"] for w in weeks]
    rows.append(["", "Всего", hours.lecture, hours.class_, hours.alone, hours.all, "зачёт"])
    rows = [[cell if cell != "" else "–" for cell in row] for row in rows]
    head = ["№", "Тема", "Лекции", "Лаб., сем.", "Сам. работа", "Всего", "Контроль"]
    paper.table(head, rows, [0.7, 5, 1.3, 1.3, 1.4, 1.2, 2], total=True)
    paper.heading("5.2. Содержание тем", 2)
    for week in weeks:
        paper.lead(f"*Тема {week.number}. {week.title}* — после недели студент может:")
        paper.bullets(f"{one.text} ({one.key})" for one in week.objectives)


def _methods(paper: Paper, hours: Load) -> None:
    paper.heading("6. Образовательные технологии")
    paper.bullets(
        [
            "лекция: вопрос, предсказание каждого, интерактивная модель, расчёт вручную;",
            "лабораторная работа: блокнот на таблицах недели, который студент выполняет и меняет;",
            "семинар: переговоры с ролями, числами и скрытыми интересами; разбор по теории;",
            "упражнения с подсказкой к типичной ошибке; часть данных — по номеру студента.",
        ]
    )
    paper.heading("7. Самостоятельная работа")
    rows = [[what, count] for what, count in hours.own.items()]
    rows.append(["Всего", hours.alone])
    paper.table(["Вид работы", "Академических часов"], rows, [4, 1], total=True)


def _literature(paper: Paper, root: Path, weeks: list[Week], book: dict[str, str]) -> None:
    paper.heading("8. Учебно-методическое обеспечение")
    paper.text("[[Наличие в библиотеке проверяет кафедра]]")
    main, more = {}, {}
    for week in weeks:
        first, *others = reading(root, week)
        main[first] = None
        more[week.number] = others
    paper.heading("8.1. Основная литература", 2)
    own = f"{book['title']}: открытый учебник. {book['author']}. Лицензия CC BY 4.0. [[Адрес]]"
    paper.numbered([own, *(reference(key, russian=True) for key in main)])
    paper.heading("8.2. Дополнительная литература по темам", 2)
    for week in weeks:
        keys = [key for key in more[week.number] if key not in main]
        paper.lead(f"*Тема {week.number}. {week.title}*")
        paper.bullets(reference(key, russian=True) for key in keys)
    paper.heading("8.3. Данные и программы", 2)
    paper.bullets(
        [
            "таблицы курса с источниками и условиями использования (раздел учебника о данных);",
            "библиотека методов курса regecon на языке Python, лицензия MIT;",
            "Росстат: сборник «Регионы России», база данных муниципальных образований.",
        ]
    )


def _means(paper: Paper) -> None:
    paper.heading("9. Материально-техническое обеспечение")
    paper.text(
        "Аудитория с проектором; компьютер с браузером у каждых двух студентов. Главы, модели и "
        "упражнения работают без сервера и без сети, с накопителя; лабораторные работы — в "
        "браузере или на Python 3.11 и новее. [[Аудитории и программы вуза]]"
    )
    paper.heading("10. Обучение лиц с ограниченными возможностями здоровья")
    paper.text(
        "У каждого рисунка есть текстовое описание, модели управляются с клавиатуры, страницы "
        "печатаются и читаются в тёмном виде. Роль на семинаре и форма защиты выбираются вместе "
        "со студентом. [[Порядок вуза]]"
    )
    paper.heading("11. Использование программ, порождающих текст")
    paper.bullets(
        [
            "разрешено: объяснение термина, ошибки или строки кода, правка языка, поиск "
            "сильнейшего возражения;",
            "запрещено: сдавать текст, которого студент не может защитить, и источник, которого "
            "он не открывал; передавать сторонней службе записи, расшифровки, заметки и имена из "
            "интервью — согласие, подписанное собеседником, этого не допускает;",
            "в конце записки, портфолио и эссе три строки: чем пользовался, для чего, что отверг;",
            "программы, определяющие «машинный» текст, не применяются и основанием для оценки не "
            "служат; вместо них — беседа о работе и защита.",
        ]
    )
