/* What a page cannot do by itself. Everything works without this file, only less live.
   No state is kept in attributes that a morph swap would take away. */
(() => {
  const doc = document, root = doc.documentElement, all = (selector) => doc.querySelectorAll(selector);
  const on = (name, act, options) => addEventListener(name, act, options);
  root.classList.add("js");

  // Polling: every data-poll ms, half as often after a quiet minute, every 30 s when hidden.
  const asked = new WeakMap();
  let livelySince = Date.now();
  const poll = (now) => all("[data-poll]").forEach((region) => {
    const slower = Date.now() - livelySince > 60000 ? 2 : 1;
    const wait = doc.hidden ? 30000 : region.dataset.poll * slower;
    if (!asked.has(region)) asked.set(region, Date.now());
    if (!now && Date.now() - asked.get(region) < wait) return;
    asked.set(region, Date.now());
    region.dispatchEvent(new CustomEvent("rers-poll"));
  });
  setInterval(poll, 250);
  on("visibilitychange", () => doc.hidden || poll(true));
  on("input", () => { livelySince = Date.now(); });
  on("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status !== 304) livelySince = Date.now();
    root.classList.remove("is-offline");
  });
  on("htmx:error", ({ detail }) => root.classList.toggle("is-offline", !!detail.ctx && !detail.ctx.response));

  // Shared computers: after quiet minutes a page closes itself, as "I've finished" does. By the
  // clock and not by a timer, which sleeps when the computer does.
  const idle = doc.body.dataset.idle * 60000;
  if (idle) {
    let lastTouched = Date.now();
    for (const name of ["pointerdown", "keydown", "wheel", "input"]) on(name, () => { lastTouched = Date.now(); }, { passive: true });
    setInterval(() => {
      if (Date.now() - lastTouched < idle) return;
      lastTouched = Date.now();
      doc.querySelector("[data-finish]").requestSubmit();
    }, 1000);
  }

  // Listen buttons: the browser's own voice, in the language of the text.
  if (window.speechSynthesis) {
    root.classList.add("can-listen");
    let speaking;
    const stop = () => { speechSynthesis.cancel(); speaking?.setAttribute("aria-pressed", false); speaking = null; };
    on("pagehide", stop);
    on("click", ({ target }) => {
      const button = target.closest("[data-listen]"), text = button && doc.getElementById(button.dataset.listen);
      if (!text) return;
      const again = speaking === button;
      stop();
      if (again) return;
      const voice = new SpeechSynthesisUtterance(text.innerText);
      voice.lang = text.closest("[lang]").lang;
      voice.onend = () => speaking === button && stop();
      speaking = button;
      button.setAttribute("aria-pressed", true);
      speechSynthesis.speak(voice);
    });
  }

  // Text areas grow with their text where the style sheet cannot do it.
  if (!CSS.supports("field-sizing", "content")) on("input", ({ target }) => {
    if (!target.matches("textarea")) return;
    target.style.height = "auto";
    target.style.height = `${target.scrollHeight + 2}px`;
  });

  // A form is sent once: a second click waits for the answer.
  const release = (form) => form.removeAttribute("aria-busy");
  on("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.target || form.dataset.again !== undefined) return;
    if (form.matches("[aria-busy]")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.setAttribute("aria-busy", true);
    setTimeout(release, 10000, form);
  }, true);
  on("htmx:finally:request", ({ target }) => target.matches?.("form") && release(target));
  on("pageshow", () => all("form[aria-busy]").forEach(release));
  // A page brought back by "Back" is asked for again: somebody else may sit here now.
  on("pageshow", ({ persisted }) => persisted && location.reload());

  // The wall's filter: accents, capitals and common spellings are forgiven.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe");
  const sound = (text) => text.replace(/ph/g, "f").replace(/qu?|c/g, "k").replace(/gu/g, "g").replace(/h/g, "")
    .replace(/e?au/g, "o").replace(/y/g, "i").replace(/(.)\1+/g, "$1");
  const filter = (input) => {
    const words = fold(input.value).split(/\s+/), { filter: where, filterCount, none, one, many } = input.dataset;
    let n = 0;
    all(`${where} [data-search]`).forEach((row) => {
      const text = fold(row.dataset.search);
      row.hidden = !words.every((word) => text.includes(word) || sound(text).includes(sound(word)));
      n += !row.hidden;
    });
    const count = doc.querySelector(filterCount);
    if (count) count.textContent = !n ? none : n === 1 ? one : many.replace("{n}", n);
  };
  const refilter = () => all("[data-filter]").forEach((input) => input.value && filter(input));
  on("input", ({ target }) => target.matches("[data-filter]") && filter(target));
  on("htmx:after:swap", refilter);
  on("pageshow", refilter);

  // Drafts: 0.7 s after the last key, 2 s at most after the first, and when the page goes away.
  const drafts = new Map();
  const keep = async (form, leaving) => {
    const draft = drafts.get(form);
    if (!draft?.since || (draft.busy && !leaving)) return;
    clearTimeout(draft.timer);
    const since = draft.since, status = form.querySelector("[data-draft-status]");
    draft.since = 0;
    draft.busy = true;
    draft.stop = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    if (form.dataset.draftForm) fields.set("form", form.dataset.draftForm);
    const kept = await fetch(form.dataset.draftUrl, { method: "POST", keepalive: !!leaving, signal: draft.stop.signal,
      headers: { "X-Launch": doc.body.dataset.launch }, body: fields,
    }).then((answer) => answer.ok, () => false);
    draft.busy = false;
    if (drafts.get(form) !== draft) return;
    if (!kept && !draft.since) { draft.since = since; draft.timer = setTimeout(keep, 5000, form); }
    if (status) status.textContent = (kept ? form.dataset.draftKept : form.dataset.draftFailed) ?? "";
    if (kept && draft.since) keep(form);
  };
  on("input", ({ target }) => {
    const form = target.form;
    if (!form?.dataset.draftUrl) return;
    if (!drafts.has(form)) drafts.set(form, {});
    const draft = drafts.get(form);
    draft.since ||= Date.now();
    clearTimeout(draft.timer);
    draft.timer = setTimeout(keep, Math.max(0, Math.min(700, draft.since + 2000 - Date.now())), form);
  });
  on("submit", ({ target }) => {
    const draft = drafts.get(target);
    clearTimeout(draft?.timer);
    draft?.stop?.abort();
    drafts.delete(target);
  });
  on("pagehide", () => drafts.forEach((draft, form) => keep(form, true)));

  // A proposed name goes into its field.
  on("click", ({ target }) => {
    const field = doc.getElementById(target.closest("[data-fill]")?.dataset.fill);
    if (!field) return;
    field.value = target.textContent.trim();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // In the frame of another site browsers do not heed autofocus: where one goes on writing, we do.
  doc.querySelector("[data-focus]")?.focus();

  // A sheet of paper goes to the printer.
  on("click", ({ target }) => target.closest("[data-print]") && print());

  // Menus close when one looks elsewhere.
  on("click", ({ target }) => all("[data-menu][open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));
  on("keydown", ({ key }) => key === "Escape" && all("[data-menu][open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  }));
})();
