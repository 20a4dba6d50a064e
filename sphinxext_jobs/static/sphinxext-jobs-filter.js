/* Filters and sorts the postings of a list; what is chosen stays in the page's address.

   A theme may replace, wrap or move a list at any time. So the script listens to the document, and
   looks for the lines in the page as it is when they are needed; each is marked with its number. */
"use strict";

(() => {
  const FORM = "form.job-filter";
  const LINES = ".job-index > li, .job-index tbody > tr";
  const PAUSE = 400; // browsers refuse too many changes of the address in a short time
  const states = new WeakMap();
  const pending = new Set(); // the forms whose choices are not in the address yet
  let noted = -Infinity;
  let later;

  const formsOf = () => [...document.querySelectorAll(FORM)];

  /* As one types: without accents, ligatures, capitals, and spaces inside numbers. A space is
     before each word, and each letter of scripts that write none between words. */
  function fold(text) {
    const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return ` ${letters}`.replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’‘]/g, "'")
      .replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1")
      .replace(/[^\p{L}\p{N}\s](?=[\p{L}\p{N}])/gu, "$& ")
      .replace(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/gu, " $&")
      .replace(/\s+/g, " ");
  }

  /* A form's data, and the folded text of each of its postings, once it is needed. */
  function stateOf(form) {
    if (!states.has(form)) {
      const number = formsOf().indexOf(form) + 1;
      const prefix = number > 1 ? `${number}.` : "";
      states.set(form, { ...JSON.parse(form.dataset.postings), number, prefix, texts: [] });
    }
    return states.get(form);
  }

  /* A form's controls: the search, the choices, the order, and all of these. */
  function controlsOf(form) {
    const search = form.querySelector("[type=search]");
    const choices = [...form.querySelectorAll(".job-choice")];
    const order = form.querySelector(".job-sort");
    return { search, choices, order, all: [search, ...choices, order] };
  }

  const marked = (number) => `[data-job-line^="${number}."]`;

  function linesOf(form) {
    const { number, items } = stateOf(form);
    let elements = document.querySelectorAll(marked(number));
    if (elements.length < items.length) {
      [...document.querySelectorAll(LINES)]
        .filter((line) => form.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING)
        .slice(0, items.length)
        .forEach((line, place) => (line.dataset.jobLine = `${number}.${place}`));
      elements = document.querySelectorAll(marked(number));
    }
    return [...elements].map((element) => {
      const place = Number(element.dataset.jobLine.split(".")[1]);
      return { element, place, posting: items[place] };
    });
  }

  /* The postings that match, where each word begins a word of theirs, and how many would if one choice were another. */
  function matching(form, lines) {
    const { words, choices: data, texts } = stateOf(form);
    const { search, choices } = controlsOf(form);
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    const shown = new Set();
    const counts = choices.map((choice) => new Array(choice.options.length).fill(0));
    for (const [posting, line] of new Map(lines.map((line) => [line.posting, line.element]))) {
      texts[posting] ||= fold(`${line.textContent} ${words[posting]}`);
      if (!wanted.every((word) => texts[posting].includes(` ${word}`))) continue;
      const against = choices.filter(({ name, value, selectedIndex }) =>
        value !== "" && !data[name][posting].includes(selectedIndex - 1));
      if (!against.length) shown.add(posting);
      choices.forEach((choice, n) => {
        if (against.every((other) => other === choice)) {
          for (const value of data[choice.name][posting]) counts[n][value + 1] += 1;
        }
      });
    }
    return { shown, counts };
  }

  /* Sorts the lines of each list or table; those without a value come last, in either direction. */
  function sort(form, lines) {
    const { ranks } = stateOf(form);
    const { value } = controlsOf(form).order;
    const rank = ranks[value.replace(/^-/, "")];
    const sign = value.startsWith("-") ? -1 : 1;
    const lists = new Map();
    for (const line of lines) {
      const list = line.element.parentElement;
      if (!lists.has(list)) lists.set(list, []);
      lists.get(list).push(line);
    }
    for (const [list, own] of lists) {
      const sorted = [...own].sort((a, b) => {
        const [one, other] = rank ? [rank[a.posting], rank[b.posting]] : [0, 0];
        if (one === other) return a.place - b.place;
        if (one === null || other === null) return one === null ? 1 : -1;
        return sign * (one - other);
      });
      if (sorted.some((line, n) => line !== own[n])) {
        list.append(...sorted.map((line) => line.element));
      }
    }
  }

  /* Makes the headers of columns in which postings differ buttons, and tells the order. */
  function showOrder(form, lines) {
    const { ranks, order: built } = stateOf(form);
    const order = controlsOf(form).order.value || built;
    for (const table of new Set(lines.map((line) => line.element.closest("table")))) {
      for (const cell of table?.querySelectorAll("thead th") ?? []) {
        const name = /job-column-(\S+)/.exec(cell.className)?.[1];
        if (!ranks[name]) continue;
        if (!cell.querySelector("button")) {
          const button = document.createElement("button");
          const label = cell.querySelector("p") ?? cell;
          button.type = "button";
          button.className = "job-sort-button";
          button.dataset.sort = name;
          button.append(...label.childNodes);
          label.append(button);
        }
        const direction = { [name]: "ascending", [`-${name}`]: "descending" }[order];
        if (direction) cell.setAttribute("aria-sort", direction);
        else cell.removeAttribute("aria-sort");
      }
    }
  }

  /* Hides the lists without lines, and their headings. */
  function hideEmpty(form) {
    const own = marked(stateOf(form).number);
    let heading = null;
    for (const part of document.querySelectorAll(".job-group, .job-index")) {
      if (part.matches(".job-group")) {
        heading = part;
      } else {
        if (part.querySelector(own)) {
          part.hidden = !part.querySelector(`${own}:not([hidden])`);
          if (heading) heading.hidden = part.hidden;
        }
        heading = null;
      }
    }
  }

  function showCounts(form, shown, counts) {
    const { search, choices, order } = controlsOf(form);
    choices.forEach((choice, n) => {
      [...choice.options].slice(1).forEach((option, value) => {
        const count = counts[n][value + 1];
        option.dataset.text ??= option.text;
        option.text = `${option.dataset.text} (${count})`;
        option.disabled = !count && !option.selected;
      });
    });
    const summary = form.querySelector("summary");
    const chosen = [...choices, order].filter(({ value }) => value).length;
    summary.textContent = `${summary.dataset.text}${chosen ? ` (${chosen})` : ""}`;
    form.classList.toggle("job-filter-used", Boolean(chosen || search.value));
    form.querySelector(".job-filter-none").hidden = shown.size > 0;
    const status = form.querySelector("[role=status]");
    const text = status.dataset.text.replace("{shown}", shown.size);
    if (status.textContent !== text) status.textContent = text;
  }

  function show(form) {
    const lines = linesOf(form);
    const { shown, counts } = matching(form, lines);
    for (const { element, posting } of lines) element.hidden = !shown.has(posting);
    sort(form, lines);
    showOrder(form, lines);
    hideEmpty(form);
    showCounts(form, shown, counts);
  }

  /* Writes what is chosen into the address: at once, or after a pause if it has just changed. */
  function note() {
    clearTimeout(later);
    later = undefined;
    if (!pending.size) return;
    const url = new URL(window.location);
    for (const form of pending) {
      const { prefix } = stateOf(form);
      for (const { name, value } of controlsOf(form).all) {
        if (value) url.searchParams.set(prefix + name, value);
        else url.searchParams.delete(prefix + name);
      }
    }
    pending.clear();
    noted = performance.now();
    window.history.replaceState(window.history.state, "", url);
  }

  function change(form) {
    show(form);
    pending.add(form);
    const wait = noted + PAUSE - performance.now();
    if (wait <= 0) note();
    else later ??= setTimeout(note, wait);
  }

  /* Chooses what the address says: values, or the words that readers see, as in old addresses. */
  function restore(form) {
    const { prefix } = stateOf(form);
    const wanted = new URLSearchParams(window.location.search);
    for (const control of controlsOf(form).all) {
      const value = wanted.get(prefix + control.name) ?? "";
      if (control.options) {
        const options = [...control.options];
        const is = (text) => fold(text) === fold(value);
        // No such option, or no longer: none is chosen.
        const option = options.find((o) => o.value === value) ?? options.find((o) => is(o.value)) ??
          options.find((o) => is(o.dataset.text ?? o.text));
        control.value = option?.value ?? "";
      } else {
        control.value = value;
      }
    }
    show(form);
  }

  /* Folds the choices on a phone, where the style sheet shows their summary. */
  function foldChoices(form) {
    const state = stateOf(form);
    const small = getComputedStyle(form.querySelector("summary")).display !== "none";
    if (state.small !== small) form.querySelector("details").open = !small;
    state.small = small;
  }

  function on(name, handle) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.(FORM);
      if (form) handle(form, event);
    });
  }

  on("input", change);
  on("change", note);
  on("submit", (form, event) => event.preventDefault());
  on("reset", (form, event) => {
    event.preventDefault(); // would leave the order in the headers
    controlsOf(form).all.forEach((control) => (control.value = ""));
    if (form.contains(document.activeElement)) form.querySelector("[role=status]").focus();
    change(form);
    note();
  });
  document.addEventListener("click", (event) => {
    const name = event.target.closest?.(".job-sort-button")?.dataset.sort;
    if (!name) return;
    const line = event.target.closest("table")?.querySelector("[data-job-line]");
    const form = formsOf()[parseInt(line?.dataset.jobLine) - 1];
    if (!form) return;
    const { order } = controlsOf(form);
    const { order: built } = stateOf(form);
    const chosen = `${(order.value || built) === name ? "-" : ""}${name}`;
    order.value = chosen === built ? "" : chosen;
    change(form);
  });
  // Whoever leaves the page finds it again as it was.
  document.addEventListener("click", note, true);
  window.addEventListener("pagehide", note);
  window.addEventListener("popstate", () => {
    if (pending.size) note(); // a jump within the page; the address lags behind
    else formsOf().forEach(restore);
  });
  window.addEventListener("resize", () => formsOf().forEach(foldChoices));

  for (const form of formsOf()) {
    restore(form);
    foldChoices(form);
    form.classList.add("job-filter-ready");
  }
})();
