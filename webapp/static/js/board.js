/* The chart of the execution board: payments month by month, and the rate against the time that has passed. The colours are those of tokens.css. */
"use strict";
(() => {
  const box = document.querySelector("[data-chart]");
  if (!box || !window.echarts) return;
  const { token, fetched } = window.charts;
  const INK = token("--jx-ink-2");
  const GRID = token("--jx-ink-soft");
  const font = token("--jx-font");
  const narrow = () => box.clientWidth < 560;

  const axis = (name, more) => ({
    type: "value", name, nameTextStyle: { color: INK, align: more.align }, axisLabel: { color: INK, formatter: more.formatter },
    splitLine: { show: more.lines, lineStyle: { color: GRID } }, ...more.range,
  });

  const series = (data) => [
    { name: data.words.paid, type: "bar", data: data.paid, barMaxWidth: 28, itemStyle: { color: "#9dbde0" } },
    { name: data.words.rate, type: "line", yAxisIndex: 1, data: data.rate, symbol: "circle", symbolSize: 7, lineStyle: { width: 2 }, itemStyle: { color: token("--jx-accent") },
      label: { show: !narrow(), position: "top", color: token("--jx-accent-hover"), formatter: "{c}%" } },
    { name: data.words.time, type: "line", yAxisIndex: 1, data: data.time, symbol: "none", lineStyle: { width: 1.5, type: "dashed" }, itemStyle: { color: token("--jx-edge") } },
  ];

  const options = (data) => ({
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: font },
    legend: { top: 0, left: 0, textStyle: { color: token("--jx-ink") }, itemWidth: 18 },
    grid: { top: 64, left: 8, right: 8, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value === null || value === undefined ? "—" : value.toLocaleString()) },
    xAxis: { type: "category", data: data.months, axisTick: { show: false }, axisLine: { lineStyle: { color: GRID } }, axisLabel: { color: INK, interval: narrow() ? 1 : 0 } },
    yAxis: [
      axis(data.words.unit, { align: "left", lines: true, range: {} }),
      axis("%", { align: "right", lines: false, formatter: "{value}%", range: { min: 0, max: (range) => Math.max(100, Math.ceil(range.max / 20) * 20) } }),
    ],
    series: series(data),
  });

  fetched(box, box.dataset.chart, options);
})();
