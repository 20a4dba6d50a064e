/* Filters and sorts the postings of a list; what is chosen stays in the page's address. */
"use strict";

(() => {
  const ITEMS = ".job-index > li, .job-index tbody > tr";

  /* As one types: without accents, ligatures, capitals, and spaces inside numbers. */
  function fold(text) {
    const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return letters.replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’‘]/g, "'")
      .replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1");
  }

  function start(form, prefix) {
    const { items, words, choices, ranks, order: built } = JSON.parse(form.dataset.postings);
    const search = form.querySelector("[type=search]");
    const order = form.querySelector(".job-sort");
    const selects = [...form.querySelectorAll(".job-choice")];
    const controls = [search, ...selects, order];
    const status = form.querySelector("[role=status]");
    const lines = [...document.querySelectorAll(ITEMS)]
      .filter((line) => form.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING)
      .slice(0, items.length)
      .map((element, place) => ({ element, place, posting: items[place], text: "" }));
    const lists = new Map(); // the lines in each list, or table: one for each group
    for (const line of lines) {
      const list = line.element.parentElement;
      if (!lists.has(list)) lists.set(list, []);
      lists.get(list).push(line);
    }
    const headers = [...lists.keys()].flatMap((list) =>
      [...(list.closest("table")?.querySelectorAll("thead th") ?? [])].map(sortable)
    ).filter(Boolean);
    let sorted = "";
    let later;

    /* Makes a column's header a button, if the postings differ in it. */
    function sortable(cell) {
      const name = /job-column-(\S+)/.exec(cell.className)?.[1];
      if (!ranks[name]) return null;
      const button = document.createElement("button");
      const label = cell.querySelector("p") ?? cell;
      button.type = "button";
      button.className = "job-sort-button";
      button.append(...label.childNodes);
      label.append(button);
      button.addEventListener("click", () => {
        const chosen = `${(order.value || built) === name ? "-" : ""}${name}`;
        order.value = chosen === built ? "" : chosen;
        change();
      });
      return { cell, name };
    }

    function matches(line, wanted) {
      line.text ||= fold(`${line.element.textContent} ${words[line.posting]}`);
      return wanted.every((word) => line.text.includes(word)) &&
        selects.every(({ name, value, selectedIndex }) =>
          value === "" || choices[name][line.posting].includes(selectedIndex - 1));
    }

    /* Those without a value come last, in either direction. */
    function compare(a, b) {
      const rank = ranks[order.value.replace(/^-/, "")];
      const [one, other] = rank ? [rank[a.posting], rank[b.posting]] : [0, 0];
      if (one === other) return a.place - b.place;
      if (one === null || other === null) return one === null ? 1 : -1;
      return order.value.startsWith("-") ? other - one : one - other;
    }

    function show() {
      const wanted = fold(search.value).split(/\s+/).filter(Boolean);
      const shown = new Set();
      for (const line of lines) {
        line.element.hidden = !matches(line, wanted);
        if (!line.element.hidden) shown.add(line.posting);
      }
      for (const [list, own] of lists) {
        if (order.value !== sorted) list.append(...own.sort(compare).map((line) => line.element));
        const box = list.closest(".job-index");
        const heading = box.previousElementSibling;
        box.hidden = own.every((line) => line.element.hidden);
        if (heading?.classList.contains("job-group")) heading.hidden = box.hidden;
      }
      sorted = order.value;
      for (const { cell, name } of headers) {
        const direction = { [name]: "ascending", [`-${name}`]: "descending" }[order.value || built];
        if (direction) cell.setAttribute("aria-sort", direction);
        else cell.removeAttribute("aria-sort");
      }
      const { text: count, none } = status.dataset;
      const text = `${shown.size ? "" : `${none} `}${count.replace("{shown}", shown.size)}`;
      if (status.textContent !== text) status.textContent = text;
    }

    function change() {
      show();
      clearTimeout(later); // browsers refuse too many changes of the address in a short time
      later = setTimeout(note, 200);
    }

    /* Writes what is chosen into the address. */
    function note() {
      const url = new URL(window.location);
      for (const { name, value } of controls) {
        if (value) url.searchParams.set(prefix + name, value);
        else url.searchParams.delete(prefix + name);
      }
      window.history.replaceState(window.history.state, "", url);
      later = undefined;
    }

    function restore() {
      const chosen = new URLSearchParams(window.location.search);
      for (const control of controls) {
        const value = chosen.get(prefix + control.name) ?? "";
        // No such option, or no longer: none is chosen.
        const option = [...(control.options ?? [])].find((o) => fold(o.value) === fold(value));
        control.value = control.options ? option?.value ?? "" : value;
      }
      show();
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", change);
    form.addEventListener("reset", (event) => {
      event.preventDefault(); // would leave the order in the headers
      controls.forEach((control) => (control.value = ""));
      change();
    });
    window.addEventListener("popstate", () => {
      if (later) clearTimeout(later), note(); // a jump within the page; the address lags behind
      else restore();
    });
    restore();
    form.hidden = false;
  }

  document.querySelectorAll("form.job-filter").forEach((form, number) => {
    start(form, number ? `${number + 1}.` : "");
  });
})();
