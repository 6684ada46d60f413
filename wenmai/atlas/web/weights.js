// Scores and ranks under the reader's own weights of the dimensions.
//
// A score is Σ part / Σ weight over the dimensions that a unit is observed in; a reader's weight
// multiplies both by (its share / the published share), so the published weights give the score
// that was published.
"use strict";

const ROUNDING = 1000; // shares stand in the address with one digit of a percent

function weighed(block) {
  const at = Object.fromEntries(block.columns.map((name, position) => [name, position]));
  const dimensions = new Map();
  const units = new Map();
  for (const row of block.rows) {
    const [code, unit] = [row[at.dimension_code], row[at.unit_code]];
    const known = dimensions.get(code) ?? { code, zh: row[at.dimension_name_zh], en: row[at.dimension_name_en], total: 0 };
    known.total += row[at.weight];
    dimensions.set(code, known);
    const place = units.get(unit) ?? {
      code: unit, row, zh: row[at.unit_name_zh], en: row[at.unit_name_en] ?? row[at.unit_name_zh],
      rank: row[at.rank_in_year], low: row[at.rank_p05], high: row[at.rank_p95], parts: [],
    };
    place.parts.push({ code, part: row[at.part], weight: row[at.weight] });
    units.set(unit, place);
  }
  const listed = [...dimensions.values()].sort((a, b) => b.total - a.total);
  const total = listed.reduce((sum, dimension) => sum + dimension.total, 0);
  for (const dimension of listed) dimension.published = dimension.total / total;
  return { dimensions: listed.filter((dimension) => dimension.published > 0), units: [...units.values()] };
}

function rescored({ dimensions, units }, shares) {
  const factor = new Map(dimensions.map(({ code, published }) => [code, shares.get(code) / published]));
  const scored = units.map((unit) => {
    let [above, below] = [0, 0];
    for (const { code, part, weight } of unit.parts) {
      above += (factor.get(code) ?? 1) * part;
      below += (factor.get(code) ?? 1) * weight;
    }
    return { ...unit, score: below > 0 ? above / below : 0 };
  });
  scored.sort((a, b) => b.score - a.score || a.rank - b.rank);
  scored.forEach((unit, place) => {
    const before = scored[place - 1];
    unit.now = before && before.score === unit.score ? before.now : place + 1;
  });
  return scored;
}

function kendall(scored) {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < scored.length; i += 1) {
    for (let j = i + 1; j < scored.length; j += 1) {
      sum += Math.sign(scored[i].rank - scored[j].rank) * Math.sign(scored[i].now - scored[j].now);
      pairs += 1;
    }
  }
  return pairs ? sum / pairs : 1;
}

const filled = (text, parts) =>
  text[state.language].replace(/\{([a-z_0-9]+)\}/g, (_, name) => String(parts[name] ?? ""));

function sharesOf({ dimensions }) {
  const kept = asked().get("weights")?.split(",").map(Number) ?? [];
  const isWhole = kept.length === dimensions.length && kept.every((share) => share >= 0) && kept.some((share) => share > 0);
  return new Map(dimensions.map(({ code, published }, place) => [code, isWhole ? kept[place] : published]));
}

function showWeights(block) {
  const place = document.querySelector(`#${CSS.escape(block.code)} .weights`);
  const given = block.given ?? (block.given = weighed(block));
  const shares = sharesOf(given);
  const sliders = el("div", undefined, "sliders");
  const result = el("div", undefined, "result");
  const renew = () => {
    const scored = rescored(given, shares);
    outputs.forEach((say) => say());
    tell(block, scored, result);
    drawScores(block, scored);
  };
  const outputs = given.dimensions.map((dimension) => {
    const line = el("label", dimension[state.language] ?? dimension.zh);
    const slider = el("input");
    Object.assign(slider, { type: "range", min: 0, max: ROUNDING, step: 1 });
    slider.value = String(Math.round(shares.get(dimension.code) * ROUNDING));
    slider.dataset.dimension = dimension.code;
    const output = el("output");
    slider.addEventListener("input", () => {
      shares.set(dimension.code, Number(slider.value) / ROUNDING);
      if ([...shares.values()].every((share) => share === 0)) shares.set(dimension.code, 1 / ROUNDING);
      remember("weights", given.dimensions.map(({ code }) => shares.get(code)).join(","));
      renew();
    });
    line.append(slider, output);
    sliders.append(line);
    return () => {
      const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
      output.textContent = percent(shares.get(dimension.code) / total, 1);
    };
  });
  const back = el("button", block.texts.published[state.language]);
  back.type = "button";
  back.addEventListener("click", () => {
    const kept = asked();
    kept.delete("weights");
    history.replaceState(null, "", `#${kept}`);
    showWeights(block);
  });
  sliders.append(back);
  const map = mapOf();
  if (map) sliders.append(Object.assign(el("div", undefined, "chart"), { style: `height:${MAP_HEIGHT}px`, role: "img" }));
  charts.get(block.code)?.dispose();
  charts.delete(block.code);
  place.replaceChildren(sliders, result);
  renew();
}

// The map of the page once more, coloured by the scores under the reader's weights.
const MAP_HEIGHT = 400;
const mapOf = () => page.blocks.find(({ code }) => code === "where");
function drawScores(block, scored) {
  const map = mapOf();
  if (!map) return;
  const score = new Map(scored.map((unit) => [unit.code, unit.score]));
  const [unit, value] = ["unit_code", "innovation_score"].map((name) => map.columns.indexOf(name));
  const rows = map.rows.map((row) => row.with(value, score.get(row[unit]) ?? null));
  draw({ ...map, code: block.code, title: block.title, rows });
}

function tell(block, scored, result) {
  const moved = scored.filter((unit) => unit.now !== unit.rank);
  const said = [];
  if (moved.length === 0) said.push(filled(block.texts.same, {}));
  else {
    said.push(filled(block.texts.moved, {
      n: moved.length,
      most: Math.max(...moved.map((unit) => Math.abs(unit.now - unit.rank))),
      units: scored.length,
      tau: fixed(kendall(scored), 2),
    }));
  }
  const known = scored.filter((unit) => unit.low !== null && unit.high !== null);
  const inside = known.filter((unit) => unit.low <= unit.now && unit.now <= unit.high);
  if (known.length) said.push(filled(block.texts.inside, { n: inside.length, units: known.length }));
  const table = el("table");
  const head = el("tr");
  for (const name of ["rank", "unit", "score", "before"]) {
    head.append(el("th", filled(block.texts[name], {}), name === "unit" ? "" : "number"));
  }
  const header = el("thead");
  header.append(head);
  const body = el("tbody", undefined, scored.length > ROWS_UNFOLDED + 3 && !block.is_unfolded ? "folded" : "");
  for (const unit of scored) {
    const line = el("tr");
    const change = unit.rank - unit.now;
    const link = el("a", unit[state.language] ?? unit.zh);
    link.href = hrefOf(block, waysOf(block)[0], unit.row);
    const name = el("td");
    name.append(link);
    const score = el("td", fixed(unit.score, 3), "number");
    score.dataset.score = String(unit.score);
    const before = el("td", `${unit.rank}${change > 0 ? ` ▲${change}` : change < 0 ? ` ▼${-change}` : ""}`, "number");
    line.append(el("td", String(unit.now), "number"), name, score, before);
    body.append(line);
  }
  table.append(header, body);
  const frame = el("div", undefined, "table");
  frame.append(table);
  if (body.className) frame.append(unfolder(block, table, scored.length));
  result.replaceChildren(el("p", said.join(state.language === "en" ? " " : ""), "said"), frame);
}
