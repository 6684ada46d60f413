// A unit beside others: those most alike that score higher, or whom the reader chooses.
"use strict";

const MOST_ALIKE = 5;

// Every unit with its scores by dimension, and how far each lies from the mean of its own.
function profiles(block) {
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const units = new Map();
  for (const row of block.rows) {
    const unit = units.get(row[at.unit_code]) ?? {
      code: row[at.unit_code], zh: row[at.unit_name_zh], en: row[at.unit_name_en] ?? row[at.unit_name_zh],
      score: row[at.innovation_score], of: new Map(),
    };
    unit.of.set(row[at.dimension_name_zh], row[at.dimension_score]);
    units.set(unit.code, unit);
  }
  for (const unit of units.values()) {
    const known = [...unit.of.values()];
    unit.mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  }
  return units;
}

function mostAlike(units, own) {
  const apart = (other) => {
    let sum = 0;
    for (const [name, value] of own.of) {
      if (other.of.has(name)) sum += (value - own.mean - other.of.get(name) + other.mean) ** 2;
    }
    return sum;
  };
  const others = [...units.values()].filter((unit) => unit !== own);
  const better = others.filter((unit) => unit.score > own.score);
  return (better.length ? better : others)
    .sort((a, b) => apart(a) - apart(b) || (a.code < b.code ? -1 : 1))
    .slice(0, MOST_ALIKE).map(({ code }) => code);
}

function peersOf(block) {
  const units = block.units ?? (block.units = profiles(block));
  const own = units.get(state.chosen.unit);
  const kept = asked().get("peers")?.split(",").filter((code) => units.has(code) && code !== own?.code);
  return { units, own, peers: !own ? [] : kept?.length ? kept : mostAlike(units, own), isOwn: Boolean(kept?.length) };
}

function keepPeers(codes) {
  if (codes.length) remember("peers", codes.join(","));
  else {
    const kept = asked();
    kept.delete("peers");
    history.replaceState(null, "", `#${kept}`);
  }
  show();
}

const meanOf = (units, codes, name) => {
  const known = codes.map((code) => units.get(code).of.get(name)).filter((value) => typeof value === "number");
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
};

function showPeers(block) {
  const { units, own, peers, isOwn } = peersOf(block);
  const place = document.querySelector(`#${CSS.escape(block.code)} .peers`);
  if (!own) {
    place.replaceChildren();
    return;
  }
  const text = (name) => block.texts[name][state.language];
  const line = el("p", `${text("said")} `, "chosen");
  for (const code of peers) {
    const chip = el("button", `${units.get(code)[state.language]} ×`);
    chip.type = "button";
    chip.title = `${text("remove")} ${units.get(code)[state.language]}`;
    chip.addEventListener("click", () => keepPeers(peers.filter((other) => other !== code)));
    line.append(chip, " ");
  }
  const add = el("select");
  add.setAttribute("aria-label", text("add"));
  add.append(el("option", text("add")));
  for (const unit of units.values()) {
    if (unit === own || peers.includes(unit.code)) continue;
    const option = el("option", unit[state.language]);
    option.value = unit.code;
    add.append(option);
  }
  add.addEventListener("change", () => keepPeers([...peers, add.value]));
  line.append(add);
  if (isOwn) {
    const back = el("button", text("alike"));
    back.type = "button";
    back.addEventListener("click", () => keepPeers([]));
    line.append(" ", back);
  }
  place.replaceChildren(line, peersTable(block, units, own, peers));
}

function peersTable(block, units, own, peers) {
  const text = (name) => block.texts[name][state.language];
  const table = el("table");
  const head = el("tr");
  for (const name of ["", own[state.language], text("mean"), text("gap"), text("best")]) {
    const made = el(name ? "th" : "td", name, name ? "number" : "");
    head.append(made);
  }
  const header = el("thead");
  header.append(head);
  const body = el("tbody");
  for (const [name, value] of own.of) {
    const best = [...units.values()].filter((unit) => unit.of.has(name)).sort((a, b) => b.of.get(name) - a.of.get(name))[0];
    const mean = meanOf(units, peers, name);
    const line = el("tr");
    const cells = [fixed(value, 3), mean === null ? "–" : fixed(mean, 3), mean === null ? "–" : fixed(value - mean, 3).replace("-", "−"), ""];
    line.append(el("td", dimensionName(block, name)), ...cells.map((cell) => el("td", cell, "number")));
    const link = el("a", `${best[state.language]} ${fixed(best.of.get(name), 3)}`);
    link.href = `#unit=${encodeURIComponent(best.code)}`;
    line.lastChild.append(link);
    body.append(line);
  }
  table.append(header, body);
  const frame = el("div", undefined, "table");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", block.title[state.language]);
  frame.append(table);
  return frame;
}

function dimensionName(block, zh) {
  const [at, of] = ["dimension_name_zh", "dimension_name_en"].map((name) => block.columns.indexOf(name));
  return state.language === "zh" ? zh : block.rows.find((row) => row[at] === zh)?.[of] ?? zh;
}

// Everybody as a faint dot on the line of a dimension, the peers and their mean, and the unit.
function peersSeries(block) {
  const { units, own, peers } = peersOf(block);
  if (!own) return [];
  const dots = (codes) => codes.flatMap((code) => [...units.get(code).of].map(([name, value]) =>
    ({ value: [value, dimensionName(block, name)], unit_code: code, shown: units.get(code)[state.language] })));
  const text = (name) => block.texts[name][state.language];
  const others = [...units.keys()].filter((code) => code !== own.code && !peers.includes(code));
  const means = [...own.of.keys()].map((name) => ({ value: [meanOf(units, peers, name), dimensionName(block, name)], shown: text("mean") }));
  const series = (name, data, color, more) => ({ type: "scatter", name, data, itemStyle: { color: paint(color), opacity: 1 }, ...more });
  return [
    series(text("others"), dots(others), "#d5d2c8", { symbolSize: 7, z: 1 }),
    series(text("said"), dots(peers), "#1f5c7a", { symbolSize: 9, z: 2 }),
    series(text("mean"), means.filter(({ value }) => value[0] !== null), "#1f5c7a", { symbol: "rect", symbolSize: [3, 22], z: 3 }),
    series(own[state.language], dots([own.code]), "#c8553d", { symbol: "diamond", symbolSize: 15, z: 4 }),
  ];
}
