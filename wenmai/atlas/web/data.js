// The rows of the blocks: what the page carries, and what lies in files beside it (data/*.js).
"use strict";

const page = JSON.parse(document.getElementById("data").textContent);
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
  const { by, files, rows } = page.answers[block.answer];
  if (rows) return rows;
  const part = by.map((column) => String(resolve(block.where[column], block))).join("|");
  const wanted = isWhole ? [...new Set(Object.values(files))] : [files[part]].filter(Boolean);
  await Promise.all(wanted.map(fetched));
  return wanted.length === 1 ? arrived.get(wanted[0]) : wanted.flatMap((file) => arrived.get(file));
}

for (const answer of page.answers) if (answer.packed) answer.rows = rowsOf(answer.packed);
for (const block of page.blocks) {
  Object.assign(block, { columns: page.answers[block.answer].columns, rows: [] });
}
