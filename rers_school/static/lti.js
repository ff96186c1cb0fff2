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
