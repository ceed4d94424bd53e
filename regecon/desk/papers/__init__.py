"""The papers that a university asks for, as drafts in .docx that a teacher fills in and signs.

- `course`: what both papers take from the tables of weeks, assessment and references.
- `russian`: the words of the weeks in Russian, from the catalogue of the Russian edition.
- `paper`: a document of headings, paragraphs, tables and fields to fill.
- `descriptor`: the module descriptor of the ECTS.
- `programme`, `fund`: the Russian working programme and its assessment fund (РПД, ФОС).
- `write`: both files.
"""
