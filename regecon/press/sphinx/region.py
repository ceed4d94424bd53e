"""The tables that a teacher of another region brings, from their templates and the weeks."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from regecon.desk.region.tables import TABLES, Table
from regecon.desk.weeks import Week
from regecon.kit.i18n import _, written
from regecon.press.made_pages import title_of
from regecon.press.sphinx.directives import Parsed


def reading(table: Table, weeks: list[Week]) -> list[Week]:
    """The weeks that read a table of the course which is like this one."""
    return [week for week in weeks if set(table.like) & set(week.tables)]


def unserved(weeks: list[Week]) -> list[Week]:
    """The weeks that read nothing like any of the tables."""
    served = {week.number for table in TABLES for week in reading(table, weeks)}
    return [week for week in weeks if week.number not in served]


def links(weeks: list[Week]) -> str:
    """Numbers of weeks, each a link to its chapter."""
    return ", ".join(f"[{week.number}](/{week.chapter}.md)" for week in weeks)


class RegionTablesDirective(Parsed):
    """Each table with its columns, the weeks that read its like and the methods that run."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        heads = (_("Bring"), _("Columns"), _("Weeks that read its like"), _("Methods that run"))
        lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
        lines += [f"| {' | '.join(self._cells(table))} |" for table in TABLES]
        words = _("Weeks {weeks} read nothing like any of the five.")
        last = words.format(weeks=links(unserved(self.weeks())))
        return [self.box("\n".join(lines)), self.box(last)]

    def _cells(self, table: Table) -> tuple[str, ...]:
        info = table.descriptor()
        columns = ", ".join(f"`{column['name']}`" for column in info["schema"]["fields"])
        methods = ", ".join(self._method(name) for name in table.methods)
        weeks = links(reading(table, self.weeks()))
        return f"{_(info['title'])} (`{info['path']}`)", columns, weeks, methods

    def _method(self, name: str) -> str:
        link = f"[{title_of(name)}](/book/methods/{name}.md)"
        weeks = self.week_links("methods", name)
        return _("{method} (week {weeks})").format(method=link, weeks=weeks) if weeks else link


class RegionColumnsDirective(Parsed):
    """The columns of each table: what each means, its unit and what it may hold."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        return [self.box(self._columns(table), "table-columns") for table in TABLES]

    @staticmethod
    def _columns(table: Table) -> str:
        info = table.descriptor()
        heads = (_("Column"), _("Meaning"), _("Unit"), _("What it may hold"))
        lines = [f"**`{info['path']}`** {_(info['description'])}", ""]
        lines += [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
        for column in info["schema"]["fields"]:
            unit = _(column.get("unit", ""))
            cells = (f"`{column['name']}`", _(column["description"]), unit, held(column))
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)


def held(column: dict) -> str:
    """Type and constraints of a column, in words."""
    rules = column.get("constraints", {})
    told = [_(column["type"])]
    if "enum" in rules:
        told.append(
            _("one of {words}").format(words=", ".join(f"`{one}`" for one in rules["enum"]))
        )
    if "minimum" in rules:
        told.append(_("at least {limit}").format(limit=written(rules["minimum"], "")))
    if "maximum" in rules:
        told.append(_("at most {limit}").format(limit=written(rules["maximum"], "")))
    if rules.get("required"):
        told.append(_("never empty"))
    return ", ".join(told)


def setup(app: Sphinx) -> None:
    app.add_directive("region-tables", RegionTablesDirective)
    app.add_directive("region-columns", RegionColumnsDirective)
