// Sends the form at once; without JavaScript its button does.
HTMLFormElement.prototype.submit.call(document.getElementById("auto-post"));
