// What the reader chose, and the rows of the blocks: those that the page carries, and those in files
// beside it (data/*.js).
"use strict";

const page = JSON.parse(document.getElementById("data").textContent);
const state = { language: "zh", chosen: {} };

// ---- what the address keeps -------------------------------------------------------------------

const asked = () => new URLSearchParams(location.hash.slice(1));

function remember(name, value) {
  const kept = asked();
  kept.set(name, value);
  history.replaceState(null, "", `#${kept}`);
}

const allChoosers = page.blocks.flatMap((block) => block.choosers);
function readAddress() {
  const kept = asked();
  for (const chooser of allChoosers) {
    const choice = chooser.choices.find(([value]) => String(value) === kept.get(chooser.code));
    if (choice) state.chosen[chooser.code] = choice[0];
    else state.chosen[chooser.code] ??= chooser.choices[0]?.[0];
  }
  if (["zh", "en"].includes(kept.get("language"))) state.language = kept.get("language");
}

const remembered = (() => {
  try { return localStorage.getItem("wenmai-language"); } catch { return null; }
})();
state.language = remembered || (navigator.language.startsWith("zh") ? "zh" : "en");
readAddress();

// ---- rows -------------------------------------------------------------------------------------

const arriving = new Map();
const arrived = new Map();

// Answers come by column, each word of a column once; blocks want rows.
function rowsOf(columns) {
  return (columns[0]?.values ?? []).map((_, row) => columns.map(({ words, values }) =>
    words && values[row] !== null ? words[values[row]] : values[row]));
}

// A file of data calls this; a page that was opened from a disk may run a script but not read one.
function wenmai(file, columns) {
  arrived.set(file, rowsOf(columns));
}

function fetched(file) {
  if (!arriving.has(file)) {
    arriving.set(file, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: `${page.root}data/${file}.js`, onload: resolve, onerror: reject });
      document.head.append(script);
    }));
  }
  return arriving.get(file);
}

// What a block shows at the moment; all its rows where `isWhole`. Large answers come in parts, by
// what the reader chose.
async function rowsFor(block, isWhole) {
  const answer = page.answers[block.answer];
  if (answer.packed) answer.rows ??= rowsOf(answer.packed);
  if (answer.rows) return answer.rows;
  const { by, files } = answer;
  const part = by.map((column) => String(state.chosen[block.where[column].chosen])).join("|");
  const wanted = isWhole ? [...new Set(Object.values(files))] : [files[part]].filter(Boolean);
  await Promise.all(wanted.map(fetched));
  return wanted.length === 1 ? arrived.get(wanted[0]) : wanted.flatMap((file) => arrived.get(file));
}

for (const block of page.blocks) {
  Object.assign(block, { columns: page.answers[block.answer].columns, rows: [] });
}
if (page.blocks.length) rowsFor(page.blocks[0]); // comes while the library of charts is read
