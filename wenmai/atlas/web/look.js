// Colours of the charts in light and dark, where blocks stand, and how pages are printed.
"use strict";

const darkness = matchMedia("(prefers-color-scheme: dark)");
// every colour that options and pictures name, and what stands for it on dark ground
const IN_THE_DARK = {
  "#1f5c7a": "#6cb4d9", "#c8553d": "#f08a70", "#1f9e89": "#4ff0b0", "#7b34c9": "#bf80ff", "#4a1010": "#f2e64a",
  "#c264d2": "#996b6b", "#12124a": "#6363ff", "#26323a": "#e8e3d8", "#5f6b7a": "#a9b3ba", "#d5d2c8": "#454f56",
  "#e4dfd3": "#3a444b", "#efece3": "#2a3339", "#b9b2a0": "#56616a", "#888888": "#9aa3a9", "#f6f3ec": "#252d33", "#ffffff": "#1b2227",
};
let isOnPaper = false;
const isDark = () => darkness.matches && !isOnPaper;
const paint = (color) => isDark() ? IN_THE_DARK[color] ?? color : color;

function registerLook() {
  const [ink, soft, line, ground] = ["#26323a", "#5f6b7a", "#e4dfd3", "#ffffff"].map(paint);
  const axis = {
    axisLabel: { color: soft }, nameTextStyle: { color: soft },
    axisLine: { lineStyle: { color: soft } }, axisTick: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
  };
  echarts.registerTheme("wenmai", {
    textStyle: { color: ink },
    categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: axis, logAxis: axis,
    legend: { textStyle: { color: ink }, pageTextStyle: { color: soft }, pageIconColor: ink, pageIconInactiveColor: line },
    visualMap: { textStyle: { color: soft } },
    graph: { label: { color: ink } },
    tooltip: {
      backgroundColor: ground, borderColor: line,
      textStyle: { color: ink, fontSize: 13 },
    },
  });
}

// Each block is as high as what it holds; the next one stands under whichever column is free.
const LINE_HEIGHT = 4;
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const height = target.getBoundingClientRect().height + 18;
    target.style.gridRowEnd = `span ${Math.ceil(height / LINE_HEIGHT)}`;
  }
});
for (const block of document.querySelectorAll(".blocks:not(.story) .block")) watcher.observe(block);

// Of canvases that lie on each other only the last one is printed.
function flatten(chart) {
  const [ground, ...layers] = chart.getDom().querySelectorAll("canvas");
  const context = ground.getContext("2d");
  context.resetTransform();
  for (const layer of layers) {
    context.drawImage(layer, 0, 0);
    layer.remove();
  }
}

// On paper a chart is as wide as its column there, lower, so that two stand on a sheet, and dark on light.
const PAPER_WIDTH = "1026px"; // A4 less its margins, at the zoom of the style sheet
const PAPER_HEIGHT = 0.8; // of that on a screen
const heightOnScreen = (place) => place.dataset.height ??= parseFloat(place.style.height);
function redraw(onPaper) {
  isOnPaper = onPaper;
  document.body.style.width = onPaper ? PAPER_WIDTH : "";
  for (const place of document.querySelectorAll(".blocks:not(.story) .chart")) {
    place.style.height = `${heightOnScreen(place) * (onPaper ? PAPER_HEIGHT : 1)}px`;
  }
  for (const chart of charts.values()) chart.dispose();
  charts.clear();
  if (window.echarts) registerLook();
  for (const block of page.blocks) {
    if (block.option) draw(block);
    if (block.kind === "weights") showWeights(block);
  }
  if (onPaper) charts.forEach(flatten);
}
window.addEventListener("beforeprint", () => redraw(true));
window.addEventListener("afterprint", () => redraw(false));
darkness.addEventListener("change", () => redraw(isOnPaper));
