// Draws the blocks of a page from its data. Nothing is asked from a network.
"use strict";

const charts = new Map();
for (const [code, geoJSON] of Object.entries(page.maps)) window.echarts?.registerMap(code, { geoJSON });

// ---- values that options leave open -------------------------------------------------------

const isText = (value) => typeof value.zh === "string" && typeof value.en === "string";

function resolve(value, block) {
  if (typeof value === "string") return value.startsWith("fn:") ? FUNCTIONS[value.slice(3)](block) : paint(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((part) => resolve(part, block));
  if (isText(value)) return value[state.language];
  if ("chosen" in value) return state.chosen[value.chosen];
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, block)]));
}

// What a code is called; every other text is itself.
const said = (text) => Object.hasOwn(page.words, text) ? page.words[text][state.language] : text;

const formats = {}; // made once, when first wanted: to make one takes long
const withDigits = (digits) => formats[digits] ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });
function number(value) {
  if (typeof value !== "number") return value ?? "–";
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  return withDigits(size < 1 ? 4 : size < 100 ? 3 : 1).format(value);
}

// ---- where a mark or a name leads -----------------------------------------------------------

// A way is an address with places for columns of a row; rows that lack one lead nowhere.
const placesOf = ({ href }) => [...href.matchAll(/\{(\w+)\}/g)].map(([, column]) => column);
const waysOf = (block) => [...block.opens, ...page.opens]
  .filter((way) => placesOf(way).every((column) => block.columns.includes(column)));

function hrefOf(block, way, row) {
  const known = Object.fromEntries(placesOf(way).map((column) => [column, row[block.columns.indexOf(column)]]));
  if (Object.values(known).some((value) => value === null || value === undefined)) return null;
  return way.href.replace(/\{(\w+)\}/g, (_, column) => encodeURIComponent(known[column]));
}

// Within the page the other choices stay as they are.
function go(href) {
  if (!href.startsWith("#")) {
    location.href = href;
    return;
  }
  const kept = asked();
  for (const [name, value] of new URLSearchParams(href.slice(1))) kept.set(name, value);
  history.pushState(null, "", `#${kept}`);
  state.seen = null;
  readAddress();
  show();
}

// The row that a mark draws, or that the name on an axis stands for.
function rowOf(block, { componentType, data, value }) {
  if (Array.isArray(data)) return data;
  if (data && typeof data === "object") {
    return block.columns.map((name) => data[name]);
  }
  const letter = { xAxis: "x", yAxis: "y" }[componentType];
  const encoded = letter && [resolve(block.option.series, block)].flat()[0]?.encode?.[letter];
  const at = block.columns.indexOf(encoded);
  return at < 0 ? null : chosenOnly(block).find((row) => said(row[at]) === value) ?? null;
}

function openMark(block, mark) {
  const row = rowOf(block, mark);
  if (!row) return;
  const href = waysOf(block).map((way) => hrefOf(block, way, row)).find(Boolean);
  if (href) go(href);
}

// ---- charts ---------------------------------------------------------------------------------

// Series and legends that go by codes are shown by their words.
function sayCodes(option) {
  for (const series of option.series) {
    if (typeof series.name === "string") series.name = said(series.name);
  }
  if (option.legend?.data) option.legend.data = option.legend.data.map(said);
}

// Categories that are codes get a column with their words, so that axis and tooltip both say them;
// the column of codes stays, because what the reader chose is looked up in it.
function withWords(option, block) {
  const worded = new Set();
  for (const [letter, axis] of [["x", option.xAxis], ["y", option.yAxis]]) {
    if (axis?.type !== "category") continue;
    for (const { encode } of option.series) {
      if (!page.coded.includes(encode?.[letter])) continue;
      worded.add(encode[letter]);
      encode[letter] = `${encode[letter]} in words`;
    }
  }
  const places = [...worded].map((name) => block.columns.indexOf(name));
  return {
    dimensions: [...block.columns, ...[...worded].map((name) => `${name} in words`)],
    source: places.length
      ? block.rows.map((row) => [...row, ...places.map((at) => said(row[at]))]) : block.rows,
  };
}

// What a mark says when pointed at: its row, as the table would show it.
const LINES_OF_A_TIP = 10;
function tip(block) {
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  return ({ data, name, value }) => {
    const row = Array.isArray(data) ? data : null;
    if (!row) return echarts.format.encodeHTML([data?.shown ?? name, number(data?.value ?? value)].filter(Boolean).join(" "));
    const parts = block.table
      .map((column) => [resolve(column.heading, block), shown(column, row, at)])
      .filter(([, text]) => text !== "–" && text.length < 60)
      .slice(0, LINES_OF_A_TIP);
    return parts.map((pair) => pair.map(echarts.format.encodeHTML).join("　")).join("<br>");
  };
}

// On a phone names take a third of the width and axes fewer numbers.
const PHONE = 520;
function fitted(option, width) {
  for (const axis of [option.xAxis, option.yAxis].flat()) {
    if (axis?.type === "category") axis.triggerEvent = true;
    if (width > PHONE || !axis) continue;
    // of three parts a logarithmic axis makes ten decades each
    if (axis.type !== "category") Object.assign(axis, { splitNumber: axis.type === "log" ? 5 : 3 });
    axis.axisLabel = { ...axis.axisLabel, hideOverlap: true, width: Math.min(axis.axisLabel?.width ?? 190, 0.3 * width) };
    if (axis === option.xAxis && axis.axisLabel.interval === 0) axis.axisLabel.interval = "auto";
    if (axis === option.yAxis && axis.type === "category") axis.axisLabel.overflow ??= "truncate";
  }
  if (width > PHONE || !option.grid) return;
  if (option.slopes) option.grid = { ...option.grid, left: 92, right: 118 };
  else option.grid = { ...option.grid, right: Math.min(option.grid.right ?? 28, 66) };
}

// Lines that end together carry their names there; else a legend takes as many lines as it needs.
const LEGEND_LINE = 22;
function withNames(option, width) {
  if (!option.legend || option.legend.show === false) return;
  const wide = (name) => 1.12 * echarts.format.getTextRect(name).width; // measured in another font
  const { series } = option;
  const room = Math.max(...series.map(({ name }) => wide(name ?? "")));
  if (width > PHONE && room < 0.3 * width && series.length > 1 && option.xAxis?.type === "category" && series.every(({ type, name }) => type === "line" && name)) {
    for (const one of series) {
      one.endLabel = { show: true, formatter: "{a}", color: "inherit", width: room, overflow: "truncate", ...one.endLabel };
      one.labelLayout = { moveOverlap: "shiftY" };
    }
    option.legend.show = false;
    option.grid = { ...option.grid, right: room + 16 };
    return;
  }
  const names = series[0].categories?.map(({ name }) => name) ?? series.map(({ name }) => name).filter(Boolean);
  let [rows, free] = [0, 0];
  for (const name of names) {
    const needed = wide(name) + 44; // its sign and the gaps
    if (needed > free) [rows, free] = [rows + 1, width];
    free -= needed;
  }
  const more = LEGEND_LINE * Math.max(0, rows - 1);
  if (series[0].categories) series[0].top += more;
  else option.grid = { ...option.grid, top: option.grid.top + more };
}

// Small charts beside and below each other, as many in a row as are still wide enough to be read.
const PANEL = { width: 230, height: 130, title: 30, below: 24 };
function laidOut(option, place) {
  const across = Math.max(1, Math.floor(place.clientWidth / PANEL.width));
  const wide = place.clientWidth / across;
  place.style.height = `${PANEL.height * Math.ceil(option.multiples.length / across)}px`;
  option.grid = option.multiples.map((_, n) => ({
    left: wide * (n % across) + 40, width: wide - 58,
    top: PANEL.height * Math.floor(n / across) + PANEL.title, height: PANEL.height - PANEL.title - PANEL.below,
  }));
  option.title = option.multiples.map((text, n) => ({
    text, left: wide * (n % across) + 8, top: PANEL.height * Math.floor(n / across) + 4,
    textStyle: { fontSize: 12, fontWeight: 500, color: paint("#26323a"), width: wide - 16, overflow: "truncate" },
  }));
}

// As high as the rows that are drawn need.
const LEAST_HEIGHT = 320;
function heightOf(block, { rowHeight, dataset }) {
  const tests = [dataset[1].transform].flat().flatMap(({ config }) => config.and ?? []).filter((test) => "<=" in test);
  const rows = chosenOnly(block).filter((row) => tests.every((test) => row[block.columns.indexOf(test.dimension)] <= test["<="]));
  return Math.max(LEAST_HEIGHT, rowHeight * rows.length + 60);
}

function optionOf(block, place) {
  const option = resolve(block.option, block);
  const [all, ...filtered] = option.dataset ?? [{ id: "all" }];
  option.dataset = [{ ...all, ...withWords(option, block) }, ...filtered];
  option.tooltip = { valueFormatter: number, ...option.tooltip };
  if (option.tooltip.trigger === "item") option.tooltip.formatter ??= tip(block);
  sayCodes(option);
  if (option.rowHeight) place.style.height = `${heightOf(block, option)}px`;
  if (option.multiples) laidOut(option, place);
  else fitted(option, place.clientWidth);
  withNames(option, place.clientWidth);
  if (option.series[0]?.layout === "circular") { // no higher than wide: the circle would float in its middle
    place.style.height = `${Math.min(heightOnScreen(place) * (isOnPaper ? PAPER_HEIGHT : 1), place.clientWidth)}px`;
  }
  option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
  return option;
}

function draw(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} .chart`);
  if (!place) return;
  place.setAttribute("aria-label", block.title[state.language]);
  if (!window.echarts) {
    const own = place.closest(".block");
    own.classList.add("without-chart");
    own.querySelector("details").open = true;
    return;
  }
  const option = optionOf(block, place);
  const chart = charts.get(block.code) ?? echarts.init(place, "wenmai");
  charts.set(block.code, chart);
  if (option.multiples || option.rowHeight || option.series[0]?.layout === "circular") chart.resize();
  chart.setOption(option, { notMerge: true });
  chart.off("click");
  if (waysOf(block).length) chart.on("click", (mark) => openMark(block, mark));
}

// ---- what people press ------------------------------------------------------------------------

function save(name, content) {
  const link = el("a");
  link.download = name;
  link.href = content;
  document.body.append(link);
  link.click();
  link.remove();
}

// A spreadsheet runs a cell that begins so as a formula; an apostrophe keeps it text.
const DANGEROUS = /^[=+\-@\t\r\n＝＋－＠]/;

function csv(columns, rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    const text = typeof value === "string" && DANGEROUS.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

async function press(block, action) {
  const name = `${page.name}_${block.code}`;
  if (action === "csv") {
    const content = csv(block.columns, await rowsFor(block, true));
    const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
    save(`${name}.csv`, url);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } else if (charts.has(block.code)) {
    save(`${name}.png`, charts.get(block.code).getDataURL({ pixelRatio: 2, backgroundColor: paint("#ffffff") }));
  }
}

// ---- what the reader chooses --------------------------------------------------------------------

// What three blocks or more ask for is chosen once, above them.
const SHARED = 3;
const usedBy = (code) => page.blocks.filter(({ choosers }) => choosers.some((chooser) => chooser.code === code)).length;
const sharedChoosers = [...new Map(allChoosers.map((chooser) => [chooser.code, chooser])).values()]
  .filter(({ code }) => usedBy(code) >= SHARED);
const isShared = ({ code }) => sharedChoosers.some((chooser) => chooser.code === code);

function drawChooser(chooser) {
  const select = el("select");
  for (const [value, zh, en] of chooser.choices) {
    const option = el("option", said(state.language === "zh" ? zh : en ?? zh));
    option.value = JSON.stringify(value);
    option.selected = value === state.chosen[chooser.code];
    select.append(option);
  }
  select.name = chooser.code;
  select.setAttribute("aria-label", chooser.label[state.language]);
  select.addEventListener("change", () => {
    state.chosen[chooser.code] = JSON.parse(select.value);
    remember(chooser.code, String(state.chosen[chooser.code]));
    show();
  });
  const label = el("label", `${chooser.label[state.language]} `);
  label.append(select);
  return label;
}

// A short finding is the title, and what the picture shows stands above it; a long one is a paragraph.
const HEADLINE = 150; // a Chinese character counts twice
function sayFinding(block, place) {
  const finding = chosenOnly(block)[0]?.[block.columns.indexOf(resolve(block.said, block))] ?? "";
  const title = block.title[state.language];
  const isTitle = finding && finding.length * (state.language === "zh" ? 2 : 1) <= HEADLINE;
  place.querySelector(".headed").textContent = isTitle ? title : "";
  place.querySelector("h2").textContent = isTitle ? finding.replace(/[。.]$/, "") : title;
  place.querySelector(".finding").textContent = isTitle ? "" : finding;
}

async function showBlock(block) {
  block.rows = await rowsFor(block);
  const place = document.querySelector(`#${CSS.escape(block.code)}`);
  place.querySelector(".choosers")?.replaceChildren(
    ...block.choosers.filter((chooser) => !isShared(chooser)).map(drawChooser));
  if (block.said) sayFinding(block, place);
  if (block.kind === "peers") showPeers(block);
  if (block.option) draw(block);
  if (block.table.length) tabulate(block);
  if (block.kind === "weights") showWeights(block);
}

function showFrame() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.documentElement.dataset.language = state.language;
  document.getElementById("choosers").replaceChildren(...sharedChoosers.map(drawChooser));
}

// Until what was drawn is on the screen; a page in the background has no frames.
const afterFrame = (resolve) => document.hidden ? setTimeout(resolve) : requestAnimationFrame(() => setTimeout(resolve));

// One block after the other, so that the first picture is seen before the rest is drawn; a choice
// made meanwhile begins anew.
let turn = 0;
async function show() {
  turn += 1;
  const mine = turn;
  delete document.documentElement.dataset.ready;
  showFrame();
  for (const block of page.blocks) {
    await showBlock(block);
    await new Promise(charts.size === 1 ? afterFrame : setTimeout);
    if (mine !== turn) return;
  }
  document.documentElement.dataset.ready = "yes";
  const wanted = asked().get("block");
  if (wanted && wanted !== state.seen) document.getElementById(wanted)?.scrollIntoView();
  state.seen = wanted;
}

// ---- what the address keeps -------------------------------------------------------------------

// The address of one picture as it is shown now.
function addressOf(block) {
  const kept = asked();
  for (const { code } of block.choosers) kept.set(code, String(state.chosen[code]));
  kept.set("block", block.code);
  kept.set("language", state.language);
  return `#${kept}`;
}

for (const block of page.blocks) {
  const place = document.getElementById(block.code);
  place.addEventListener("click", (event) => {
    const action = event.target.dataset?.action;
    if (action) press(block, action);
    const link = event.target.closest?.("a");
    if (link?.classList.contains("address")) link.setAttribute("href", addressOf(block));
    else if (link?.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      go(link.getAttribute("href"));
    }
  });
  place.addEventListener("toggle", () => tabulate(block), true); // which does not bubble
}
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
document.getElementById("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  try { localStorage.setItem("wenmai-language", state.language); } catch { /* a file may not */ }
  remember("language", state.language);
  show();
});
// Whenever the address changes: by a link, by hand, and back.
window.addEventListener("popstate", () => {
  readAddress();
  show();
});
let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === width) return; // the bar of a phone's browser comes and goes
  width = window.innerWidth;
  // Emptied first: a graph that is laid out cannot change its size.
  for (const chart of charts.values()) {
    chart.clear();
    chart.resize();
  }
  show();
});
if (window.echarts) registerLook();
show();
