/* Closes the postings of a page when their day is over: at load, and while the page is open. */
"use strict";

(() => {
  const LONGEST = 2 ** 31 - 1; // setTimeout takes no longer time, in milliseconds
  const BEFORE_WORDS = 100; // milliseconds that a screen reader needs to notice a status
  let timer;
  let loaded = false;

  function close(template) {
    const posting = template.closest(".job-posting");
    const notice = template.content.firstElementChild;
    const apply = posting.querySelector(".job-apply");
    const focused = apply && apply.contains(document.activeElement);
    const status = posting.querySelector(".job-fact-status");
    notice.setAttribute("role", "status");
    posting.querySelectorAll(".job-notice.job-upcoming").forEach((other) => other.remove());
    posting.querySelector(".job-notice, .job-lead, .job-facts").before(notice);
    status.textContent = template.dataset.status;
    status.classList.remove("job-open", "job-upcoming");
    status.classList.add("job-closed");
    if (apply) apply.remove();
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

  function check() {
    let next = Infinity;
    for (const template of document.querySelectorAll("template.job-closing")) {
      const left = Date.parse(template.dataset.closes) - Date.now();
      if (left <= 0) close(template);
      else next = Math.min(next, left);
    }
    clearTimeout(timer);
    if (next < Infinity) timer = setTimeout(check, Math.min(next, LONGEST));
  }

  check();
  loaded = true;
  // Timers stand still while a computer sleeps, and in a page that Back brings again.
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pageshow", check);
})();
