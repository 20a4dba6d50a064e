// What the review pages do beyond showing: choosing, the tray, shortcuts, the filter, sorting.
"use strict";

(() => {
  const root = document.documentElement;
  const words = document.body.dataset;
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (match, name) => values[name] ?? match);
  root.classList.add("scripted");

  // A browser may refuse its storage, for example in a private window.
  const storage = {
    read(name, fallback) {
      try {
        return JSON.parse(localStorage.getItem(`sphinxext-jobs ${name}`)) ?? fallback;
      } catch {
        return fallback;
      }
    },
    write(name, value) {
      try {
        localStorage.setItem(`sphinxext-jobs ${name}`, JSON.stringify(value));
      } catch {
        // The choices last as long as the page.
      }
    },
  };

  // Choices. Each argument of a command is one entry, with the point that it belongs to and, if
  // the argument is an id, the place that is typed for it alone. A newer report has none of them.
  // Pages in other languages have the same ones.
  const home = one("link[rel=stylesheet]").href.replace(/[^/]*$/, "");
  const name = `choices ${home} ${words.run}`;
  const choices = new Map(storage.read(name, []));
  const boxes = all(".choose input");
  const tray = one(".tray");
  const said = one(".said", tray);

  const argumentsOf = (box) => {
    const { verb, arguments: given } = box.dataset;
    const found = verb === "draft" ? [given] : given.split(" ");
    return verb === "apply" ? [given] : found;
  };
  const keyOf = (box, argument) => `${box.dataset.verb} ${argument}`;
  const isIn = (box) => argumentsOf(box).every((each) => choices.has(keyOf(box, each)));
  // A point may have two decisions, of which one excludes the other: an id, and a whole job.
  const rivals = (box) => all(".choose input", box.closest(".point")).filter((each) => each !== box);
  const isChosen = (box) =>
    isIn(box) && !(box.dataset.verb === "apply" && rivals(box).some((each) => isIn(each)));

  function commands() {
    const chosen = { confirm: [], apply: [], draft: [] };
    for (const { verb, argument, place } of choices.values()) chosen[verb].push({ argument, place });
    const line = (...parts) => ["sphinx-jobs", ...parts].filter(Boolean).join(" ");
    const { confirm, apply, draft } = chosen;
    // First what names lines, because the other commands move them. A text that only one language
    // needs must not be written into the file of the other.
    const lines = [];
    if (confirm.length === 1 && confirm[0].place) lines.push(line("confirm", confirm[0].place));
    else if (confirm.length) {
      lines.push(line("confirm", ...confirm.map(({ argument }) => argument), words.options));
    }
    const keys = [...new Set(apply.map(({ argument }) => argument))];
    if (keys.length) lines.push(line("apply", ...keys, words.options));
    lines.push(...draft.map(({ argument }) => line("draft", argument, words.options)));
    return lines.join("\n");
  }

  function show() {
    for (const box of boxes) box.checked = isChosen(box);
    for (const point of points) {
      point.classList.toggle("chosen", Boolean(one(".choose input:checked", point)));
    }
    tray.hidden = !choices.size;
    const count = new Set([...choices.values()].map(({ point }) => point)).size;
    one(".count", tray).textContent = fill(words.chosen, { count });
    one("code", tray).textContent = commands();
  }

  function choose(box, isOn) {
    const { verb, place, point } = box.dataset;
    for (const each of isOn ? rivals(box) : []) {
      for (const key of argumentsOf(each).map((argument) => keyOf(each, argument))) {
        if (choices.get(key)?.point === point) choices.delete(key);  // otherwise, chosen elsewhere
      }
    }
    for (const argument of argumentsOf(box)) {
      if (isOn) choices.set(keyOf(box, argument), { verb, argument, place, point });
      else choices.delete(keyOf(box, argument));
    }
    said.textContent = "";
    storage.write(name, [...choices]);
    show();
  }

  async function copy() {
    const text = commands();
    if (!text) return;
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from a file may not be allowed to; the old way needs no permission.
      const area = document.createElement("textarea");
      area.value = text;
      const focused = document.activeElement;
      document.body.append(area);
      area.select();
      isCopied = document.execCommand("copy");
      area.remove();
      focused?.focus({ preventScroll: true });
    }
    said.textContent = isCopied ? words.copied : words.notCopied;
  }

  function clear() {
    choices.clear();
    storage.write(name, []);
    show();
    (points[current] ?? one("main")).focus();
  }

  // Going from point to point; in the overview, from job to job.
  const points = all(".point");
  const position = one(".position");
  let current = -1;

  function stops() {
    return points.length ? points : all("tbody th a").filter((link) => link.checkVisibility());
  }

  function tell() {
    const values = { number: current + 1, count: points.length };
    position.textContent = points[current] ? fill(words.position, values) : "";
  }

  function go(step) {
    const found = stops();
    const focused = found.findIndex((each) => each.contains(document.activeElement));
    const next = (focused >= 0 ? focused : current) + step;
    if (next >= found.length) said.textContent = choices.size ? words.last : "";
    current = Math.max(0, Math.min(found.length - 1, next));
    const stop = found[current];
    if (!stop) return;
    stop.closest("details:not([open])")?.setAttribute("open", "");
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: points.length ? "start" : "nearest" });
    tell();
  }

  function decide(number) {
    const box = points[current] && all(".choose input", points[current])[number];
    if (box) choose(box, !box.checked);
    if (points[current] && (number ? box?.checked : !box || box.checked)) go(1);
  }

  function follow(selector, inside = document) {
    const link = inside && one(selector, inside);
    link?.click();
    return Boolean(link);
  }

  function fold() {
    const details = all("main details");
    const isOpen = details.every((each) => each.open);
    for (const each of details) each.open = !isOpen;
  }

  const help = one(".help");
  const shortcuts = one(".shortcuts", help);
  const actions = {
    j: () => go(1),
    k: () => go(-1),
    c: () => decide(0),
    C: () => decide(1),
    y: copy,
    e: () => follow("a.edit", points[current]) || follow("a.line", points[current]),
    1: () => follow(".source a.line, .lines a.line", points[current]),
    2: () => follow(".target a.line, .lines a.line + a.line", points[current]),
    o: () => follow("a.place", points[current]),
    n: () => follow("a[rel=next]"),
    p: () => follow("a[rel=prev]"),
    u: () => follow("a.up"),
    d: () => follow("a.start"),
    x: fold,
    "/": () => one("input[type=search]")?.focus(),
    "?": () => help.showModal(),
  };

  shortcuts.checked = storage.read("shortcuts", true);
  shortcuts.addEventListener("change", () => storage.write("shortcuts", shortcuts.checked));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (target.matches("input[type=search]")) {
      if (key === "Escape") target.blur();
      return;
    }
    if (!Object.hasOwn(actions, key) || !shortcuts.checked) return;
    event.preventDefault();
    actions[key]();
  });
  document.addEventListener("focusin", ({ target }) => {
    const point = target.closest?.(".point");
    if (!point) return;
    current = points.indexOf(point);
    tell();
  });
  for (const box of boxes) box.addEventListener("change", () => choose(box, box.checked));
  one(".copy", tray).addEventListener("click", copy);
  one(".clear", tray).addEventListener("click", clear);
  one("button.keys").addEventListener("click", () => help.showModal());
  one(".close", help).addEventListener("click", () => help.close());
  // A page that the browser kept may show old choices.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    choices.clear();
    for (const [key, value] of storage.read(name, [])) choices.set(key, value);
    show();
  });
  show();

  // A link to a point may lead into a fold.
  function arrive() {
    const point = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (point && point.matches(".point")) point.focus();
  }
  addEventListener("hashchange", arrive);
  arrive();

  // The overview: the filter is in the address, so that a view can be sent to somebody.
  const form = one(".filter");
  if (form) {
    const rows = all("tbody tr");
    const open = all("table")[0].tBodies[0];
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
    const { group, open: onlyOpen, words: search } = form.elements;

    const filter = () => {
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const isToDo = row.parentElement === open;
        row.hidden = !(
          (!group.value || !isToDo || row.dataset.groups.split(" ").includes(group.value)) &&
          (!onlyOpen.checked || !("closed" in row.dataset)) &&
          wanted.every((word) => texts.get(row).includes(word))
        );
        if (isToDo && !row.hidden) shown += 1;
      }
      const isFiltered = Boolean(group.value || wanted.length || onlyOpen.checked);
      const values = { shown, all: open.rows.length };
      one("output", form).textContent = isFiltered ? fill(words.shown, values) : "";
      if (wanted.length) one("details.fine")?.setAttribute("open", "");
      const view = new URLSearchParams();
      if (group.value) view.set("g", group.value);
      if (search.value) view.set("q", search.value);
      if (onlyOpen.checked) view.set("open", "1");
      history.replaceState(null, "", view.size ? `#${view}` : location.pathname);
    };

    const view = new URLSearchParams(location.hash.slice(1));
    for (const radio of all("[name=group]", form)) {
      if (view.get("g") === radio.value) radio.checked = true;
    }
    search.value = view.get("q") ?? "";
    onlyOpen.checked = view.has("open");
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    if ([...view].length) filter();
  }

  const collator = new Intl.Collator(root.lang, { numeric: true });
  for (const table of all("table")) {
    const [body] = table.tBodies;
    for (const head of all("thead th:not(.unsorted)", table)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = fill(words.sort, { column: head.textContent });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const isFirst = !head.hasAttribute("aria-sort");
        const was = head.getAttribute("aria-sort");
        const isDown = isFirst ? head.matches(".number") : was === "ascending";
        for (const each of all("thead th", table)) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        const value = ({ cells }) => cells[head.cellIndex].dataset.value ?? cells[head.cellIndex].textContent;
        const sorted = [...body.rows].sort((a, b) => collator.compare(value(a), value(b)));
        body.append(...(isDown ? sorted.reverse() : sorted));
      });
    }
  }
})();
