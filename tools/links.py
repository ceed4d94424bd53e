"""The external addresses of the book and the datasets, and whether they answer.

``python -m tools.links`` asks each once, a few at a time; ``--list`` only prints them. It is not
part of ``make test``: an address that is down today is no fault of the commit. A site that
refuses robots (401, 403, 429) is called shy and does not count as broken.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
FILES = (
    "README.md",
    "book/**/*.md",
    "book/references.bib",
    "datasets/*.csv",
    "datasets/*.json",
    "exercises/*.master.md",
    "notebooks/*.ipynb",
)
ADDRESS = re.compile(r"https?://[^\s\"'<>\\|{}`;,]+")
DOI = re.compile(r"^\s*doi\s*=\s*[{\"](10\.[^}\"]+)", re.MULTILINE)
# Names of formats, not pages; and names that stand for no host.
NOT_PAGES = re.compile(r"https?://(?:www\.w3\.org/|localhost|127\.0\.0\.1|vega\.github\.io/schema)")
SHY = {401, 403, 405, 429}
WORKERS, SECONDS = 8, 20


def addresses(root: Path = ROOT) -> dict[str, list[str]]:
    """Every external address, each with the files that name it; a DOI becomes an address."""
    found = defaultdict(set)
    for path in (path for pattern in FILES for path in root.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        for address in ADDRESS.findall(text):
            found[trim(address)].add(path.relative_to(root).as_posix())
        for doi in DOI.findall(text) if path.suffix == ".bib" else []:
            found[f"https://doi.org/{doi}"].add(path.relative_to(root).as_posix())
    return {name: sorted(found[name]) for name in sorted(found) if not NOT_PAGES.match(name)}


def trim(address: str) -> str:
    """The address without the stop, or the closing bracket, of the sentence around it."""
    address = address.rstrip(".:!?*]")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".:!?*]")
    return address


def ask(address: str) -> str:
    """``ok``, ``shy``, or what is wrong with an address."""
    request = Request(
        quote(address, safe=":/?#[]@!$&'()*+,;=%~"), headers={"User-Agent": "Mozilla/5.0"}
    )
    try:
        with urlopen(request, timeout=SECONDS):
            return "ok"
    except HTTPError as error:
        return "shy" if error.code in SHY else str(error.code)
    except (URLError, OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print the addresses, ask nobody")
    found = addresses()
    if parser.parse_args().list:
        print("\n".join(f"{address}  ({', '.join(pages)})" for address, pages in found.items()))
        return 0
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = dict(zip(found, pool.map(ask, found), strict=True))
    for address, answer in answers.items():
        if answer not in {"ok", "shy"}:
            print(f"{answer}: {address}  ({', '.join(found[address])})")
    counts = Counter(answer if answer in {"ok", "shy"} else "broken" for answer in answers.values())
    told = f"{counts['ok']} answer, {counts['shy']} shy, {counts['broken']} broken"
    print(f"{len(found)} addresses: {told}")
    if not counts["ok"] and not counts["shy"]:
        print("nothing answers: there is no network here, so nothing is known")
        return 0
    return 1 if counts["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
