// Draws the blocks of a page from the data that the page carries. Nothing is asked from a network.
"use strict";

const page = unpacked(JSON.parse(document.getElementById("data").textContent));
const charts = new Map();
for (const [code, geoJSON] of Object.entries(page.maps)) window.echarts?.registerMap(code, { geoJSON });
const state = { language: "zh", chosen: {} };

const remembered = (() => {
  try { return localStorage.getItem("wenmai-language"); } catch { return null; }
})();
state.language = remembered || (navigator.language.startsWith("zh") ? "zh" : "en");

// Answers come by column, each word of a column once; blocks want rows.
function unpacked(made) {
  const answers = made.answers.map((columns) => ({
    columns: columns.map((column) => column.name),
    rows: (columns[0]?.values ?? []).map((_, row) => columns.map(({ words, values }) =>
      words && values[row] !== null ? words[values[row]] : values[row])),
  }));
  for (const block of made.blocks) Object.assign(block, answers[block.answer]);
  return made;
}

// ---- values that options leave open -------------------------------------------------------

const isText = (value) => typeof value.zh === "string" && typeof value.en === "string";

function resolve(value, block) {
  if (typeof value === "string" && value.startsWith("fn:")) return FUNCTIONS[value.slice(3)](block);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((part) => resolve(part, block));
  if (isText(value)) return value[state.language];
  if ("chosen" in value) return state.chosen[value.chosen];
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, block)]));
}

// What a code is called; every other text is itself.
const said = (text) => Object.hasOwn(page.words, text) ? page.words[text][state.language] : text;

function number(value) {
  if (typeof value !== "number") return value ?? "–";
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  return value.toLocaleString("en-US", { maximumFractionDigits: size < 1 ? 4 : size < 100 ? 3 : 1 });
}

const visualColumn = (block) => {
  const [{ column, dimension }] = [block.option.visualMap].flat();
  return column ?? dimension;
};
const numbersOf = (block, column) => {
  const at = block.columns.indexOf(column);
  return block.rows.map((row) => row[at]).filter((value) => typeof value === "number");
};

function interval(isAcross) {
  return (params, api) => {
    const category = api.value(params.encode[isAcross ? "y" : "x"][0]);
    const [low, high] = params.encode[isAcross ? "x" : "y"].map((at) => api.value(at));
    if (Number.isNaN(low) || Number.isNaN(high) || low == null || high == null) return null;
    const ends = [low, high].map((end) => api.coord(isAcross ? [end, category] : [category, end]));
    const cap = 4;
    const tick = ([x, y]) => isAcross
      ? { x1: x, x2: x, y1: y - cap, y2: y + cap }
      : { x1: x - cap, x2: x + cap, y1: y, y2: y };
    const style = { stroke: "#26323a", lineWidth: 1.3 };
    const line = (shape) => ({ type: "line", shape, style });
    const [a, b] = ends;
    return { type: "group", children: [
      line({ x1: a[0], y1: a[1], x2: b[0], y2: b[1] }), line(tick(a)), line(tick(b)),
    ] };
  };
}

function link(block) {
  const column = block.columns.indexOf("strength_share");
  return (params, api) => {
    const at = (name) => api.value(block.columns.indexOf(name));
    const [x1, y1] = api.coord([at("from_longitude"), at("from_latitude")]);
    const [x2, y2] = api.coord([at("to_longitude"), at("to_latitude")]);
    const share = column < 0 ? 0.3 : api.value(column);
    const style = { stroke: "#1f5c7a", lineWidth: 0.8 + 4 * share, opacity: 0.25 + 0.5 * share, fill: null };
    const [cpx, cpy] = [(x1 + x2) / 2 + (y2 - y1) / 8, (y1 + y2) / 2 - (x2 - x1) / 8];
    return { type: "bezierCurve", shape: { x1, y1, x2, y2, cpx1: cpx, cpy1: cpy }, style };
  };
}

// Rows of a block that hold what the reader chose, as objects.
function chosenRows(block) {
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const tests = Object.entries(block.where).map(([name, value]) => [at[name], resolve(value, block)]);
  return block.rows
    .filter((row) => tests.every(([position, value]) => row[position] === value))
    .map((row) => Object.fromEntries(block.columns.map((name, position) => [name, row[position]])));
}

// North-west and south-east corner of the boundaries and of the points on them.
function bounds(block) {
  const places = (ending) => block.columns.filter((name) => name.endsWith(ending))
    .flatMap((name) => numbersOf(block, name));
  const [east, north] = [places("longitude"), places("latitude")];
  const corners = (part) => {
    if (Array.isArray(part[0])) part.forEach(corners);
    else { east.push(part[0]); north.push(part[1]); }
  };
  for (const { geometry } of page.maps[block.option.geo.map].features) corners(geometry.coordinates);
  const ends = (values) => values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [[west, farEast], [south, farNorth]] = [ends(east), ends(north)];
  return [[west, farNorth], [farEast, south]];
}

function circleNodes(block) {
  const degrees = new Map();
  for (const { from_name, to_name } of chosenRows(block)) {
    for (const name of [from_name, to_name]) degrees.set(name, (degrees.get(name) ?? 0) + 1);
  }
  const most = Math.max(1, ...degrees.values());
  return [...degrees].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name, degree]) => ({ name, value: degree, symbolSize: 4 + 18 * degree / most }));
}

// One in the middle, its neighbours down both sides: every name has a line of its own.
function egoNodes(block) {
  const rows = chosenRows(block);
  if (!rows.length) return [];
  const half = Math.ceil(rows.length / 2);
  // the picture is as wide as its place leaves beside the names: else symbols are stretched
  const { left, right, top, bottom } = block.option.series[0];
  const box = document.querySelector(`#${CSS.escape(block.code)} .chart`).getBoundingClientRect();
  const wide = half < 2 ? 1 : Math.max(0.1, (box.width - left - right) / (box.height - top - bottom));
  const most = Math.max(...rows.map(({ strength }) => strength));
  const layer = state.language === "zh" ? "layer_name_zh" : "layer_name_en";
  const names = egoLayers(block).map(({ name }) => name);
  const middle = { name: rows[0].ego_name, x: 0, y: 0, symbolSize: 22, label: { position: "top", fontWeight: "bold", width: 160 },
    itemStyle: { color: "#26323a" } };
  return [middle, ...rows.map((row, place) => {
    const isLeft = place % 2 === 0;
    const y = half < 2 ? 0 : 2 * Math.floor(place / 2) / (half - 1) - 1;
    return { name: row.other_name, value: row.strength, category: names.indexOf(row[layer]),
      x: (isLeft ? -1 : 1) * wide * (1 - 0.3 * y * y), y, symbolSize: 5 + 9 * Math.sqrt(row.strength / most),
      label: { position: isLeft ? "left" : "right" } };
  })];
}

function egoLayers(block) {
  const layer = state.language === "zh" ? "layer_name_zh" : "layer_name_en";
  const all = block.rows.map((row) => row[block.columns.indexOf(layer)]);
  return [...new Set(all)].sort().map((name) => ({ name }));
}

// Values of areas, which go by their units' codes; what has no value stays out of the scale.
function areas(block) {
  const { column, names } = block.option.series[0];
  const [name, values] = [resolve(names, block), new Map()];
  for (const row of chosenRows(block)) {
    if (typeof row[column] === "number") {
      values.set(row.unit_code, { name: row.unit_code, value: row[column], shown: row[name] });
    }
  }
  return page.maps[block.option.geo.map].features.map(({ properties: { code } }) =>
    values.get(code) ?? { name: code, visualMap: false });
}

function place(block) {
  const { column, names } = block.option.series[0];
  const at = (name) => block.columns.indexOf(name);
  return ({ data, name }) => {
    const [shown, value] = Array.isArray(data)
      ? [data[at(resolve(names, block))], data[at(column)]] : [data?.shown ?? name, data?.value];
    return echarts.format.encodeHTML(`${shown ?? ""} ${number(value)}`);
  };
}

const FUNCTIONS = {
  areas: (block) => areas(block),
  place: (block) => place(block),
  link: (block) => link(block),
  circle_nodes: (block) => circleNodes(block),
  circle_links: (block) => chosenRows(block)
    .map(({ from_name, to_name, strength }) => ({ source: from_name, target: to_name, value: strength })),
  ego_nodes: (block) => egoNodes(block),
  ego_layers: (block) => egoLayers(block),
  ego_links: (block) => chosenRows(block)
    .map(({ ego_name, other_name, strength }) => ({ source: ego_name, target: other_name, value: strength })),
  interval_across: () => interval(true),
  interval_upright: () => interval(false),
  bounds: (block) => bounds(block),
  least: (block) => Math.min(...numbersOf(block, visualColumn(block))),
  most: (block) => Math.max(...numbersOf(block, visualColumn(block))),
  cell: (block) => {
    const at = block.columns.indexOf(visualColumn(block));
    return ({ value }) => number(value[at]);
  },
  diagonal: (block) => {
    const { x, y } = block.option.series[0].encode;
    const values = [...numbersOf(block, x), ...numbersOf(block, y)];
    const isLog = block.option.xAxis.type === "log";
    const kept = isLog ? values.filter((value) => value > 0) : values;
    const [low, high] = [Math.min(...kept), Math.max(...kept)];
    return [[low, low], [high, high]];
  },
};

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

function optionOf(block) {
  const option = resolve(block.option, block);
  const [all, ...filtered] = option.dataset ?? [{ id: "all" }];
  option.dataset = [{ ...all, ...withWords(option, block) }, ...filtered];
  option.tooltip = { valueFormatter: number, ...option.tooltip };
  sayCodes(option);
  option.aria = { enabled: true };
  option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
  return option;
}

function draw(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} .chart`);
  if (!place) return;
  if (!window.echarts) {
    place.closest(".block").classList.add("without-chart");
    return;
  }
  const chart = charts.get(block.code) ?? echarts.init(place);
  charts.set(block.code, chart);
  chart.setOption(optionOf(block), { notMerge: true });
}

// ---- tables -----------------------------------------------------------------------------------

const ROWS_SHOWN = 200;
const el = (name, text, cls) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (cls) made.className = cls;
  return made;
};

// What rounds to nought has no sign.
const fixed = (value, digits) => value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");

function shown(column, row, at) {
  const name = state.language === "en" && column.name_en ? column.name_en : column.name;
  const value = row[at[name]];
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "✓" : "";
  if (column.is_percent) return `${fixed(100 * value, column.digits ?? 1)} %`;
  if (typeof value === "number" && column.digits !== null) return fixed(value, column.digits);
  if (typeof value === "number" && !Number.isInteger(value)) return number(value);
  return page.coded.includes(name) ? said(String(value)) : String(value);
}

function tabulate(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} .table`);
  if (!place) return;
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const tests = Object.entries(block.where).map(([name, value]) => [at[name], resolve(value, block)]);
  const rows = block.rows.filter((row) => tests.every(([position, value]) => row[position] === value));
  const table = el("table");
  const isNumber = (column) => rows.some((row) => typeof row[at[column.name]] === "number");
  if (block.is_upright) {
    for (const row of rows.slice(0, 1)) {
      for (const column of block.table) {
        const line = el("tr");
        line.append(el("th", resolve(column.heading, block)), el("td", shown(column, row, at)));
        table.append(line);
      }
    }
  } else {
    const numeric = block.table.map(isNumber);
    const head = el("tr");
    block.table.forEach((column, position) =>
      head.append(el("th", resolve(column.heading, block), numeric[position] ? "number" : "")));
    const body = el("tbody");
    for (const row of rows.slice(0, ROWS_SHOWN)) {
      const line = el("tr");
      block.table.forEach((column, position) =>
        line.append(el("td", shown(column, row, at), numeric[position] ? "number" : "")));
      body.append(line);
    }
    const header = el("thead");
    header.append(head);
    table.append(header, body);
  }
  const parts = [table];
  if (rows.length === 0) parts.push(el("p", { zh: "没有记录。", en: "No rows." }[state.language], "more"));
  if (rows.length > ROWS_SHOWN && !block.is_upright) {
    const text = {
      zh: `显示前 ${ROWS_SHOWN} 行，共 ${rows.length} 行；其余见 CSV。`,
      en: `The first ${ROWS_SHOWN} of ${rows.length} rows; the CSV has them all.`,
    };
    parts.push(el("p", text[state.language], "more"));
  }
  place.replaceChildren(...parts);
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

function csv(block) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    const text = typeof value === "string" && DANGEROUS.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [block.columns, ...block.rows].map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function press(block, action) {
  const name = `${page.name}_${block.code}`;
  if (action === "csv") {
    const url = URL.createObjectURL(new Blob([csv(block)], { type: "text/csv;charset=utf-8" }));
    save(`${name}.csv`, url);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } else if (charts.has(block.code)) {
    save(`${name}.png`, charts.get(block.code).getDataURL({ pixelRatio: 2, backgroundColor: "#fff" }));
  }
}

function drawChooser(place, chooser) {
  const select = el("select");
  for (const [value, zh, en] of chooser.choices) {
    const option = el("option", said(state.language === "zh" ? zh : en));
    option.value = JSON.stringify(value);
    option.selected = value === state.chosen[chooser.code];
    select.append(option);
  }
  select.setAttribute("aria-label", chooser.label[state.language]);
  select.addEventListener("change", () => {
    state.chosen[chooser.code] = JSON.parse(select.value);
    show();
  });
  const label = el("label", `${chooser.label[state.language]} `);
  label.append(select);
  place.append(label);
}

function showBlock(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} .choosers`);
  if (place) {
    place.replaceChildren();
    for (const chooser of block.choosers) drawChooser(place, chooser);
  }
  if (block.option) draw(block);
  if (block.table.length) tabulate(block);
}

function showLanguage() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.documentElement.dataset.language = state.language;
}

function show() {
  showLanguage();
  page.blocks.forEach(showBlock);
}

// One after the other, so that the first picture is seen while the rest is drawn.
async function showFirst() {
  showLanguage();
  for (const block of page.blocks) {
    showBlock(block);
    await new Promise((resolve) => { setTimeout(resolve); });
  }
  document.documentElement.dataset.ready = "yes";
}

for (const block of page.blocks) {
  for (const chooser of block.choosers) state.chosen[chooser.code] ??= chooser.choices[0]?.[0];
  document.getElementById(block.code)?.addEventListener("click", (event) => {
    const action = event.target.dataset?.action;
    if (action) press(block, action);
  });
}
document.getElementById("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  try { localStorage.setItem("wenmai-language", state.language); } catch { /* a file may not */ }
  show();
});
window.addEventListener("resize", () => {
  // Emptied first: a graph that is laid out cannot change its size.
  for (const chart of charts.values()) {
    chart.clear();
    chart.resize();
  }
  show();
});
showFirst();
