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
  if ("chosen_name" in value) return chosenName(value.chosen_name);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, block)]));
}

function chosenName(code) {
  const choosers = page.blocks.flatMap((block) => block.choosers);
  const [, zh, en] = choosers.find((chooser) => chooser.code === code)
    .choices.find(([value]) => value === state.chosen[code]) ?? [];
  return state.language === "zh" ? zh : en ?? zh;
}

// What a code is called; every other text is itself.
const said = (text) => Object.hasOwn(page.words, text) ? page.words[text][state.language] : text;

function number(value) {
  if (typeof value !== "number") return value ?? "–";
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  return value.toLocaleString("en-US", { maximumFractionDigits: size < 1 ? 4 : size < 100 ? 3 : 1 });
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
  if (block.opens) {
    chart.off("click");
    chart.on("click", ({ data }) => {
      const code = Array.isArray(data) ? data[block.columns.indexOf("unit_code")] : data?.unit_code;
      if (code) location.href = `${block.opens}#unit=${encodeURIComponent(code)}`;
    });
  }
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
    remember(chooser.code, String(state.chosen[chooser.code]));
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
  if (block.kind === "weights") showWeights(block);
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

// ---- what the address keeps -------------------------------------------------------------------

const asked = () => new URLSearchParams(location.hash.slice(1));

function remember(name, value) {
  const kept = asked();
  kept.set(name, value);
  history.replaceState(null, "", `#${kept}`);
}

function readAddress() {
  const kept = asked();
  for (const chooser of page.blocks.flatMap((block) => block.choosers)) {
    const choice = chooser.choices.find(([value]) => String(value) === kept.get(chooser.code));
    if (choice) state.chosen[chooser.code] = choice[0];
    else state.chosen[chooser.code] ??= chooser.choices[0]?.[0];
  }
  if (["zh", "en"].includes(kept.get("language"))) state.language = kept.get("language");
}

for (const block of page.blocks) {
  document.getElementById(block.code)?.addEventListener("click", (event) => {
    const action = event.target.dataset?.action;
    if (action) press(block, action);
  });
}
document.getElementById("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  try { localStorage.setItem("wenmai-language", state.language); } catch { /* a file may not */ }
  remember("language", state.language);
  show();
});
window.addEventListener("hashchange", () => {
  readAddress();
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
readAddress();
showFirst();
