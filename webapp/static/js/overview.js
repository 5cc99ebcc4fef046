/* The charts of 绩效一览, drawn from data-overview: execution rates against the time that has passed, reports by light. The colours are those of tokens.css. */
"use strict";
(() => {
  if (!window.echarts) return;
  const { token, draw, failed } = window.charts;
  const INK = token("--jx-ink-2");
  const GRID = token("--jx-ink-soft");
  const LIGHTS = { red: "--jx-bad", yellow: "--jx-warn", green: "--jx-ok", blue: "--jx-ahead", none: "--jx-edge" };
  const base = {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: token("--jx-font") },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true },
    legend: { top: 0, left: 0, textStyle: { color: token("--jx-ink") }, itemWidth: 14, itemHeight: 10 },
    grid: { top: 36, left: 8, right: 48, bottom: 4, containLabel: true },
  };
  const names = (data, box) => ({
    type: "category", data, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: GRID } },
    axisLabel: { color: INK, width: Math.min(220, Math.floor(box.clientWidth * 0.4)), overflow: "truncate", interval: 0 },
  });

  const step = (box) => (box.clientWidth < 480 ? 50 : 20);
  const rates = (data, box) => ({
    ...base,
    xAxis: { type: "value", min: 0, max: ({ max }) => Math.ceil(Math.max(max, data.time, 20) / step(box)) * step(box), interval: step(box), axisLabel: { color: INK, formatter: "{value}%" }, splitLine: { lineStyle: { color: GRID } } },
    yAxis: names(data.names, box),
    series: [{
      name: data.words.rate, type: "bar", data: data.rates, barMaxWidth: 16, itemStyle: { color: "#7fa8d6" },
      label: { show: true, position: "right", color: token("--jx-ink"), formatter: "{c}%" },
      markLine: {
        symbol: "none", silent: true, data: [{ xAxis: data.time }], lineStyle: { color: token("--jx-ink-2"), type: "dashed", width: 1.5 },
        label: { formatter: `${data.words.time} ${data.time}%`, color: token("--jx-ink"), position: "start", distance: 4, align: data.time > 70 ? "right" : "center" },
      },
    }],
    legend: { show: false },
    grid: { ...base.grid, top: 24 },
  });

  const lights = (data, box) => ({
    ...base,
    tooltip: { ...base.tooltip, trigger: "item" },
    xAxis: { type: "value", minInterval: 1, axisLabel: { color: INK }, splitLine: { lineStyle: { color: GRID } } },
    yAxis: names(data.words.rows, box),
    series: data.names.map((name, place) => ({
      name, type: "bar", stack: "lights", barMaxWidth: 26, data: data.rows.map((row) => row[place]), itemStyle: { color: token(LIGHTS[data.keys[place]]) },
      label: { show: true, color: "#fff", formatter: ({ value }) => (value ? String(value) : "") },
    })),
  });

  const KINDS = { rates, lights };

  for (const box of document.querySelectorAll("[data-overview]")) {
    const data = JSON.parse(box.dataset.overview);
    const rows = data.kind === "rates" ? data.names.length : 3;
    if (!rows) { failed(box); continue; }
    box.classList.add(rows > 6 ? "is-tall" : rows > 3 ? "is-middle" : "is-low");
    draw(box, () => KINDS[data.kind](data, box));
  }
})();
