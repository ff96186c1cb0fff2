/* Prints this page and not the course around its frame. Without scripts the browser's own menu does. */
addEventListener("click", ({ target }) => target.closest("[data-print]") && print());
