// A network as a graph whose nodes stand still, and as a matrix.
"use strict";

const MATRIX_NODES = 40;

// Nodes with their degree and place, from both ends of the links that are drawn.
function nodesOf(rows) {
  const [name, other] = state.language === "zh" ? ["from_name", "to_name"] : ["from_name_en", "to_name_en"];
  const nodes = new Map();
  for (const row of rows) {
    nodes.set(row.from_node, { code: row.from_node, name: row[name], x: row.from_x, y: row.from_y, degree: row.from_degree, role: row.role_code });
    nodes.set(row.to_node, { code: row.to_node, name: row[other], x: row.to_x, y: row.to_y, degree: row.to_degree, role: row.other_role_code });
  }
  return nodes;
}

// The backbone, or all; of one node all that it has, and what the links of its neighbours are.
function drawnLinks(block) {
  const { node, links } = state.chosen;
  const rows = chosenRows(block);
  const own = node ? rows.filter((row) => row.from_node === node || row.to_node === node) : [];
  if (own.length) return own;
  return links === "all" ? rows : rows.filter((row) => row.is_backbone);
}

const rolesOf = (block) => [...new Set([...nodesOf(chosenRows(block)).values()].map(({ role }) => role ?? ""))].sort();

// Places in pixels: a graph whose sides are stretched differently stretches its symbols too.
function inPixels(block, nodes) {
  const { left, right, top, bottom } = block.option.series[0];
  const box = document.querySelector(`#${CSS.escape(block.code)} .chart`).getBoundingClientRect();
  const scaled = (values, size) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.map((value) => high > low ? size * (value - low) / (high - low) : size / 2);
  };
  const xs = scaled(nodes.map(({ x }) => x), box.width - left - right);
  const ys = scaled(nodes.map(({ y }) => y), box.height - top - bottom);
  return nodes.map((node, position) => ({ ...node, x: xs[position], y: ys[position] }));
}

function graphNodes(block) {
  const all = nodesOf(chosenRows(block));
  const drawn = nodesOf(drawnLinks(block));
  const roles = rolesOf(block);
  const { node } = state.chosen;
  const most = Math.max(1, ...[...all.values()].map(({ degree }) => degree));
  const ordered = [...all.values()].sort((a, b) => b.degree - a.degree || (a.code < b.code ? -1 : 1));
  const named = node || all.size <= MATRIX_NODES ? drawn : new Map(ordered.slice(0, MATRIX_NODES).map((one) => [one.code, one]));
  return inPixels(block, ordered).map((one) => ({
    id: one.code, name: one.name, x: one.x, y: one.y, value: one.degree, category: roles.indexOf(one.role ?? ""),
    // what a click goes to: the node alone, or back to all
    from_node: one.code === node ? "" : one.code,
    symbolSize: one.code === node ? 26 : 6 + 16 * Math.sqrt(one.degree / most),
    itemStyle: { opacity: drawn.has(one.code) ? 1 : 0.25 },
    label: { show: named.has(one.code), textBorderColor: paint("#ffffff"), textBorderWidth: 2, ...(one.code === node ? { fontWeight: "bold", fontSize: 13 } : {}) },
  }));
}

function graphLinks(block) {
  const rows = drawnLinks(block);
  const most = Math.max(...rows.map(({ strength }) => strength));
  return rows.map((row) => ({
    source: row.from_node, target: row.to_node, value: row.strength,
    lineStyle: { width: 0.6 + 2.6 * row.strength / most, opacity: 0.25 + 0.5 * row.strength / most },
  }));
}

const matrixNodes = (block) => [...nodesOf(chosenRows(block)).values()]
  .sort((a, b) => b.degree - a.degree || (a.code < b.code ? -1 : 1)).slice(0, MATRIX_NODES);

function matrixCells(block) {
  const at = new Map(matrixNodes(block).map(({ code }, position) => [code, position]));
  return chosenRows(block).filter((row) => at.has(row.from_node) && at.has(row.to_node))
    .map((row) => ({
      value: [at.get(row.to_node), at.get(row.from_node), row.strength], from_node: row.from_node,
      shown: [row.from_name, row.to_name].join(" → "),
    }));
}
