/* Search in the texts of `searchtexts.js`: weeks, terms, claims and tables first, functions last. */
(function () {
  "use strict";
  const SHOWN = 60;
  const AROUND = 90; // letters before and after the first hit
  const BEST = { title: 100, begins: 60, inTitle: 40, inText: 10 };

  /* Words compare without case, accents, hyphens and the two ways to write ё. */
  function plain(text) {
    return text.toLowerCase().replaceAll("ё", "е").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replaceAll("и\u0306", "й").replace(/[\u2019\u2010-\u2015]/g, "-");
  }

  /* A longer Russian or English word is found in its other endings, too. */
  function stem(word) {
    if (/[а-я]/.test(word)) return word.length > 5 ? word.slice(0, -2) : word;
    return word.length > 4 ? word.replace(/(?:ies|es|s|y)$/, "") : word;
  }

  function points(entry, words, whole) {
    const title = plain(entry[0]);
    const text = plain(entry[3]);
    let sum = title === whole ? BEST.title : 0;
    for (const word of words) {
      const begins = title.split(/[\s(,]+/).some((part) => part.startsWith(word));
      if (begins) sum += BEST.begins;
      else if (title.includes(word)) sum += BEST.inTitle;
      else if (text.includes(word)) sum += BEST.inText;
      else return 0;
    }
    return sum;
  }

  /* The line around the first word that stands in the text. */
  function line(text, words) {
    const low = plain(text);
    const places = words.map((word) => low.indexOf(word)).filter((place) => place >= 0);
    const first = places.length ? Math.min(...places) : 0;
    const start = first > AROUND ? text.indexOf(" ", first - AROUND) + 1 : 0;
    const end = Math.min(text.length, first + AROUND);
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function found(query) {
    const { kinds, entries } = window.regeconTexts;
    const whole = plain(query).trim();
    const words = whole.split(/\s+/).filter(Boolean).map(stem);
    if (!words.length) return { words, hits: [] };
    const place = (entry) => 4 * (kinds.length - kinds.indexOf(entry[2]));
    const last = (entry) => entry[2] === kinds[kinds.length - 1] ? -1000 : 0;
    const hits = entries
      .map((entry) => ({ entry, score: points(entry, words, whole) }))
      .filter(({ score }) => score)
      .map(({ entry, score }) => ({ entry, score: score + place(entry) + last(entry) }))
      .sort((one, other) => other.score - one.score);
    return { words, hits };
  }

  function marked(text, words) {
    const span = document.createElement("span");
    const low = plain(text);
    if (low.length !== text.length) { span.textContent = text; return span; }
    let from = 0;
    while (from < text.length) {
      const next = words.map((word) => [low.indexOf(word, from), word.length])
        .filter(([place]) => place >= 0).sort((one, other) => one[0] - other[0])[0];
      if (!next) break;
      span.append(text.slice(from, next[0]));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next[0], next[0] + next[1]);
      span.append(mark);
      from = next[0] + next[1];
    }
    span.append(text.slice(from));
    return span;
  }

  function show(query) {
    const box = document.getElementById("search-results");
    const words = JSON.parse(box.dataset.words);
    const { words: sought, hits } = found(query);
    const list = document.createElement("ul");
    list.className = "search";
    for (const { entry: [title, address, kind, text] } of hits.slice(0, SHOWN)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = document.documentElement.dataset.content_root + address;
      link.append(marked(title, sought));
      const small = document.createElement("small");
      small.textContent = words[kind];
      const told = document.createElement("p");
      told.append(marked(line(text, sought), sought));
      item.append(link, " ", small, told);
      list.append(item);
    }
    const none = query.trim() && !hits.length;
    const told = none ? words.none : words.count.replace("{count}", hits.length);
    document.getElementById("search-told").textContent = query.trim() ? told : "";
    box.replaceChildren(list);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const query = new URLSearchParams(location.search).get("q") || "";
    document.querySelectorAll(".search-form input").forEach((field) => {
      field.value = query;
      field.addEventListener("input", () => show(field.value));
    });
    show(query);
  });
})();
