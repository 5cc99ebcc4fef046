/* The chart of the review statistics: files by the number of rounds, stacked, and the first-pass rate. The colours are those of tokens.css. */
"use strict";
(() => {
  const box = document.querySelector("[data-review-chart]");
  if (!box || !window.echarts) return;
  const { token, fetched } = window.charts;
  const INK = token("--jx-ink-2");
  const GRID = token("--jx-ink-soft");
  const ROUNDS = ["#9dbde0", "#e8c38a", "#d58f7c"];
  const narrow = () => box.clientWidth < 560;

  const options = (data) => ({
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: token("--jx-font") },
    legend: { top: 0, left: 0, textStyle: { color: token("--jx-ink") }, itemWidth: 18 },
    grid: { top: 64, left: 8, right: 8, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (value) => (value === null || value === undefined ? "—" : value.toLocaleString()) },
    xAxis: {
      type: "category", data: data.names, axisTick: { show: false }, axisLine: { lineStyle: { color: GRID } },
      axisLabel: { color: INK, interval: 0, width: Math.max(48, Math.floor((box.clientWidth - 96) / data.names.length) - 8), overflow: "break", hideOverlap: true, show: !narrow() || data.names.length < 5 },
    },
    yAxis: [
      { type: "value", name: data.words.unit, minInterval: 1, nameTextStyle: { color: INK, align: "left" }, axisLabel: { color: INK }, splitLine: { lineStyle: { color: GRID } } },
      { type: "value", name: "%", min: 0, max: 100, nameTextStyle: { color: INK, align: "right" }, axisLabel: { color: INK, formatter: "{value}%" }, splitLine: { show: false } },
    ],
    series: [
      ...data.rounds.map((files, place) => ({ name: data.words.rounds[place], type: "bar", stack: "rounds", data: files, barMaxWidth: 40, itemStyle: { color: ROUNDS[place] } })),
      { name: data.words.rate, type: "line", yAxisIndex: 1, data: data.rate, symbol: "circle", symbolSize: 9, lineStyle: { width: 0 }, itemStyle: { color: token("--jx-accent") },
        label: { show: !narrow(), position: "top", color: token("--jx-accent-hover"), formatter: "{c}%" } },
    ],
  });

  fetched(box, box.dataset.reviewChart, options);
})();
