/* Closes the postings of a page when their day is over, at load and while the page is open, labels
   them on the days around, and tells a printer the address of the page. */
"use strict";

(() => {
  const LONGEST = 2 ** 31 - 1; // setTimeout takes no longer time, in milliseconds
  const BEFORE_WORDS = 100; // milliseconds that a screen reader needs to notice a status
  let timer;
  let loaded = false;

  function close(template) {
    const header = template.parentElement;
    const posting = header.closest(".job-posting") ?? document; // a theme may drop the section
    const notice = template.content.firstElementChild;
    const outdated = posting.querySelectorAll(".job-apply, .job-calendar, .job-key, .job-notice.job-upcoming");
    const focused = [...outdated].some((part) => part.contains(document.activeElement));
    outdated.forEach((part) => part.remove());
    notice.setAttribute("role", "status");
    header.querySelector(".job-notice, .job-lead, .job-facts").before(notice);
    header.classList.remove("job-open", "job-upcoming");
    header.classList.add("job-closed");
    template.remove();
    if (loaded) speak(notice, focused);
  }

  // What is put into a status that is there already is read out.
  function speak(notice, focused) {
    const words = [...notice.childNodes];
    notice.replaceChildren();
    setTimeout(() => {
      notice.append(...words);
      if (focused) {
        notice.tabIndex = -1;
        notice.focus();
      }
    }, BEFORE_WORDS);
  }

  // Shows the label that began last; one without words ends it.
  function label(header, kind, moments) {
    const text = moments.filter(([from]) => Date.parse(from) <= Date.now()).pop()?.[1];
    let shown = header.querySelector(`.job-label-${kind}`);
    if (!text) return shown?.remove();
    if (!shown) {
      shown = document.createElement("span");
      shown.className = `job-label job-label-${kind}`;
      line(header).append(" ", shown);
    }
    if (shown.textContent !== text) shown.textContent = text;
  }

  function line(header) {
    const found = header.querySelector(".job-key");
    if (found) return found;
    const made = document.createElement("p");
    made.className = "job-key";
    header.querySelector(".job-facts").before(made);
    return made;
  }

  function check() {
    let next = Infinity;
    for (const template of document.querySelectorAll("template.job-closing")) {
      const { closes, labels } = template.dataset;
      const lists = Object.entries(JSON.parse(labels ?? "{}"));
      for (const [kind, moments] of lists) label(template.parentElement, kind, moments);
      const moments = [...lists.flatMap(([, list]) => list.map(([from]) => from)), closes ?? []];
      for (const moment of moments.flat()) {
        const left = Date.parse(moment) - Date.now();
        if (left > 0) next = Math.min(next, left);
        else if (moment === closes) close(template);
      }
    }
    clearTimeout(timer);
    if (next < Infinity) timer = setTimeout(check, Math.min(next, LONGEST));
  }

  const address = document.querySelector("link[rel=canonical]")?.href ??
    window.location.href.replace(/#.*/, "");
  for (const header of document.querySelectorAll(".job-header")) header.dataset.address = address;
  check();
  loaded = true;
  // Timers stand still while a computer sleeps, and in a page that Back brings again.
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pageshow", check);
})();
