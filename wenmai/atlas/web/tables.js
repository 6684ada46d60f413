// Tables below the charts and by themselves.
"use strict";

const ROWS_SHOWN = 200;
const ROWS_UNFOLDED = 12;
const ROWS_OF_A_PHONE = 6; // each a card
const el = (name, text, cls) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (cls) made.className = cls;
  return made;
};

// What rounds to nought has no sign.
const fixed = (value, digits) => value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");
// Chinese sets no blank before the sign.
const percent = (share, digits) => `${fixed(100 * share, digits)}${state.language === "zh" ? "" : "\u00a0"}%`;

function shown(column, row, at) {
  const name = state.language === "en" && column.name_en ? column.name_en : column.name;
  const value = row[at[name]];
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "✓" : "";
  if (column.is_percent) return percent(value, column.digits ?? 1);
  if (typeof value === "number" && column.digits !== null) return fixed(value, column.digits);
  if (typeof value === "number" && !Number.isInteger(value)) return number(value);
  return page.coded.includes(name) ? said(String(value)) : String(value);
}

// A cell, or a link where the row has a page, documents or values of its own.
function cell(block, column, row, at) {
  const text = shown(column, row, at);
  const way = waysOf(block).find(({ name }) => name === column.name);
  const href = way && text !== "–" ? hrefOf(block, way, row) : null;
  if (!href) return el("td", text);
  const [made, link] = [el("td"), el("a", text)];
  link.href = href;
  made.append(link);
  return made;
}

function chosenOnly(block) {
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const tests = Object.entries(block.where).map(([name, value]) => [at[name], resolve(value, block)]);
  return block.rows.filter((row) => tests.every(([position, value]) => row[position] === value));
}

// A column that has nothing in any row says nothing.
const columnsOf = (block, rows, at) => block.table.filter(({ name }) => !rows.length || rows.some((row) => row[at[name]] !== null));

function upright(block, row, at) {
  const table = el("table");
  for (const column of row ? columnsOf(block, block.rows, at) : []) {
    const line = el("tr");
    const name = el("th", resolve(column.heading, block));
    name.scope = "row";
    line.append(name, cell(block, column, row, at));
    table.append(line);
  }
  return table;
}

// On a phone a wide table shows every row as a card: each value beside its name.
const COLUMNS_OF_A_PHONE = 4;
const WIDTH_OF_CARDS = 860; // as in the style sheet
function level(block, rows, at) {
  const columns = columnsOf(block, rows, at);
  const table = el("table", undefined, columns.length > COLUMNS_OF_A_PHONE ? "many" : "");
  const isNumber = columns.map((column) => rows.some((row) => typeof row[at[column.name]] === "number"));
  const head = el("tr");
  columns.forEach((column, position) => {
    const name = el("th", resolve(column.heading, block), isNumber[position] ? "number" : "");
    name.scope = "col";
    head.append(name);
  });
  const unfolded = table.className && innerWidth <= WIDTH_OF_CARDS ? ROWS_OF_A_PHONE : ROWS_UNFOLDED;
  const body = el("tbody", undefined, rows.length > unfolded + 3 && !block.is_unfolded ? "folded" : "");
  for (const row of rows.slice(0, ROWS_SHOWN)) {
    const line = el("tr");
    columns.forEach((column, position) => {
      const made = cell(block, column, row, at);
      made.dataset.name = resolve(column.heading, block);
      if (isNumber[position]) made.className = "number";
      line.append(made);
    });
    body.append(line);
  }
  const header = el("thead");
  header.append(head);
  table.append(header, body);
  return table;
}

// A button that shows the rows that a long table folds away.
function unfolder(block, table, n) {
  const text = { zh: `显示全部 ${n} 行`, en: `Show all ${n} rows` };
  const button = el("button", text[state.language], "unfold");
  button.type = "button";
  button.addEventListener("click", () => {
    block.is_unfolded = true;
    table.querySelector(".folded").className = "";
    button.remove();
  });
  return button;
}

function tabulate(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} ${block.option ? ".tools " : ""}.table`);
  if (!place || place.closest("details:not([open])")) return; // is made when it is opened
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const rows = chosenOnly(block);
  const table = block.is_upright ? upright(block, rows[0], at) : level(block, rows, at);
  const parts = [table];
  if (rows.length === 0) parts.push(el("p", { zh: "没有记录。", en: "No rows." }[state.language], "more"));
  if (table.querySelector(".folded")) parts.push(unfolder(block, table, Math.min(rows.length, ROWS_SHOWN)));
  if (rows.length > ROWS_SHOWN && !block.is_upright) {
    const text = {
      zh: `数据表含前 ${ROWS_SHOWN} 行，共 ${rows.length} 行；其余见 CSV。`,
      en: `The table holds the first ${ROWS_SHOWN} of ${rows.length} rows; the CSV has them all.`,
    };
    parts.push(el("p", text[state.language], "more"));
  }
  place.tabIndex = 0; // so that it can be scrolled with the keyboard
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", block.title[state.language]);
  place.replaceChildren(...parts);
}
