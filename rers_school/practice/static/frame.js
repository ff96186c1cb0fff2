// Leaves the page when what is in its frame says that it has finished.
// The frame stands below this script, so what it says at once is heard.
window.addEventListener("message", (event) => {
  const frame = document.getElementById("contentframe");
  if (!frame || event.source !== frame.contentWindow) return;
  const { closesOn, origin, then } = frame.dataset;
  if (origin && event.origin !== origin) return;
  if (!event.data || event.data.subject !== closesOn) return;
  frame.remove();
  window.location.assign(then);
});
