// What only the pages between the LMS and the class need: they are never htmx pages.

// Tell the LMS that its frame may be closed (LTI Dynamic Registration 1.0). It says nothing more,
// so any parent may hear it.
document.querySelectorAll("[data-lti-close]").forEach((button) => {
  button.addEventListener("click", () => {
    (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  });
});

// A form that only carries an answer to the LMS sends itself; its button is for everybody else.
document.querySelectorAll("form[data-lti-send]").forEach((form) => form.requestSubmit());

// Ask the platform's storage (LTI Client Side postMessages, Platform Storage 0.1); what does not
// answer within a second is not there. The page's own button always leads on.
function platformStorage(element, message) {
  const { target, origin, key } = element.dataset;
  const around = window.parent === window ? window.opener : window.parent;
  const frame = target === "_parent" ? around : around && around.frames[target];
  const id = crypto.randomUUID();
  return new Promise((answered) => {
    const late = setTimeout(() => answered(null), 1000);
    window.addEventListener("message", (event) => {
      const said = event.data || {};
      if (event.origin !== origin || said.message_id !== id) return;
      clearTimeout(late);
      answered(said.error ? null : said);
    });
    if (frame) frame.postMessage({ ...message, key, message_id: id }, origin);
  });
}

document.querySelectorAll("[data-lti-keep]").forEach(async (element) => {
  await platformStorage(element, { subject: "lti.put_data", value: element.dataset.secret });
  window.location.replace(element.querySelector("a").href);
});

document.querySelectorAll("form[data-lti-prove]").forEach(async (form) => {
  const said = await platformStorage(form, { subject: "lti.get_data" });
  if (said && typeof said.value === "string") form.elements.secret.value = said.value;
  form.requestSubmit();
});
