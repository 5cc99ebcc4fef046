/* While work goes on in the background the part of the page that tells about it is read anew; without script the page reloads.
   data-live: every so many seconds (2 unless said); data-live-quiet: at the end only that part changes, what is ticked or typed beside it stays. */
"use strict";
(() => {
  const SECONDS = 2;
  const part = () => document.querySelector("#live[data-live]");
  const later = () => setTimeout(look, (Number(part()?.dataset.live) || SECONDS) * 1000);

  async function look() {
    const here = part();
    if (!here) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (answer.ok && !fresh) return; /* signed out meanwhile: what is on the screen stays */
      if (answer.ok && !("live" in fresh.dataset) && !("liveQuiet" in here.dataset)) {
        location.reload(); /* done: heading and buttons change as well */
        return;
      }
      if (answer.ok) here.replaceWith(document.importNode(fresh, true));
    } catch {
      /* the server is away for a moment: the next look may find it */
    }
    later();
  }

  later();
})();
