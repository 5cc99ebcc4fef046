/* What every chart needs: the colours of tokens.css, one drawing that follows its box and the paper, and the picture of it. Without this file its table stands in for it. */
"use strict";
window.charts = (() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const failed = (box) => box.closest(".chart").classList.add("is-failed");

  /* Drawn before it is saved: a picture has no animation to wait for. */
  const offer = (figure, chart) => {
    const button = figure.querySelector("[data-png]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
      link.download = `${figure.dataset.file}.png`;
      link.click();
    });
  };

  const draw = (box, options) => {
    const chart = window.echarts.init(box, null, { renderer: "canvas" });
    const show = () => { chart.resize(); chart.setOption(options()); };
    show();
    box.classList.add("is-drawn");
    offer(box.closest("figure"), chart);
    new ResizeObserver(show).observe(box);
    window.addEventListener("beforeprint", show);
  };

  /* The numbers come from an address of their own. */
  const fetched = async (box, address, options) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const data = await answer.json();
      box.setAttribute("aria-label", data.words.title);
      draw(box, () => options(data));
    } catch {
      failed(box);
    }
  };

  return { token, draw, fetched, failed };
})();
