// Pictures that ECharts does not draw by itself, and values that options leave to the data.
"use strict";

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
    const style = { stroke: paint("#26323a"), lineWidth: 1.3 };
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
    const style = { stroke: paint("#1f5c7a"), lineWidth: 0.8 + 4 * share, opacity: 0.25 + 0.5 * share, fill: null };
    const [cpx, cpy] = [(x1 + x2) / 2 + (y2 - y1) / 8, (y1 + y2) / 2 - (x2 - x1) / 8];
    return { type: "bezierCurve", shape: { x1, y1, x2, y2, cpx1: cpx, cpy1: cpy }, style };
  };
}

// Rows of a block that hold what the reader chose, as objects: the same while the choice is.
function chosenRows(block) {
  const rows = chosenOnly(block);
  const isSame = block.kept?.rows.length === rows.length && rows.every((row, n) => row === block.kept.rows[n]);
  if (!isSame) {
    block.kept = { rows, named: rows.map((row) => Object.fromEntries(block.columns.map((name, position) => [name, row[position]]))) };
  }
  return block.kept.named;
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
    itemStyle: { color: paint("#26323a") } };
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

// A value as a dot on its interval, a tick at the middle of the interval, its label at the end.
function dot(block) {
  const { label_column } = block.option.series[0];
  const rows = chosenOnly(block);
  return (params, api) => {
    const category = api.value(params.encode.y[0]);
    const [value, low, high, middle] = params.encode.x.map((at) => api.value(at));
    const at = (number) => api.coord([number, category])[0];
    const [x, y] = api.coord([value, category]);
    const color = paint(params.dataIndex === 0 ? "#c8553d" : "#1f5c7a");
    const children = [];
    if (Number.isFinite(low) && Number.isFinite(high)) {
      children.push(
        { type: "line", shape: { x1: at(low), x2: at(high), y1: y, y2: y }, style: { stroke: color, lineWidth: 4, opacity: 0.35, lineCap: "round" } },
        { type: "line", shape: { x1: at(middle), x2: at(middle), y1: y - 7, y2: y + 7 }, style: { stroke: color, lineWidth: 2 } },
      );
    }
    const isOutside = value < low || value > high; // the published method's point beside its interval
    const filling = isOutside ? { fill: paint("#ffffff"), stroke: color, lineWidth: 2 } : { fill: color };
    children.push({ type: "circle", shape: { cx: x, cy: y, r: isOutside ? 5 : 5.5 }, style: filling });
    const text = rows[params.dataIndex]?.[block.columns.indexOf(resolve(label_column, block))] ?? "";
    const end = Number.isFinite(high) ? Math.max(x, at(high)) : x;
    children.push({ type: "text", x: end + 10, y, style: { text, fill: paint("#5f6b7a"), fontSize: 12, textVerticalAlign: "middle" } });
    return { type: "group", children };
  };
}

// How far labels must move from their places, in pixels, so that each has a line of its own.
const LINE = 15;
function apart(places) {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const moved = new Array(places.length).fill(0);
  let free = -Infinity;
  for (const { place, index } of order) {
    const to = Math.max(place, free);
    moved[index] = to - place;
    free = to + LINE;
  }
  return moved;
}

// Lines between two ranks; the three that rose and the three that fell furthest are named.
const NAMED_MOVERS = 3;
function slopes(block) {
  const { name, ends, change } = block.option.slopes;
  const at = (column) => block.columns.indexOf(resolve(column, block));
  const [nameAt, codeAt, changeAt] = [at(name), at("unit_code"), at(change)];
  const [first, last] = ends.map(at);
  const ordered = [...block.rows].sort((a, b) => b[changeAt] - a[changeAt] || a[last] - b[last]);
  const risers = ordered.filter((row) => row[changeAt] > 0).slice(0, NAMED_MOVERS);
  const fallers = ordered.filter((row) => row[changeAt] < 0).slice(-NAMED_MOVERS);
  const pixels = (document.querySelector(`#${CSS.escape(block.code)} .chart`).clientHeight - 40)
    / Math.max(1, ...block.rows.flatMap((row) => [row[first], row[last]]).map((rank) => rank - 1));
  const named = [...risers, ...fallers];
  const [left, right] = [first, last].map((end) => apart(named.map((row) => row[end] * pixels)));
  return block.rows.map((row) => {
    const color = risers.includes(row) ? paint("#c8553d") : fallers.includes(row) ? paint("#1f5c7a") : null;
    const move = row[changeAt] > 0 ? ` ▲${row[changeAt]}` : row[changeAt] < 0 ? ` ▼${-row[changeAt]}` : "";
    const data = (value, position, formatter, shifts) => ({
      value,
      unit_code: row[codeAt],
      label: { show: color !== null, position, formatter, color, fontSize: 12, offset: [0, shifts[named.indexOf(row)] ?? 0] },
    });
    return {
      type: "line",
      name: row[nameAt],
      symbol: "circle",
      symbolSize: color ? 6 : 3,
      z: color ? 5 : 2,
      itemStyle: { color: color ?? paint("#d5d2c8") },
      lineStyle: { color: color ?? paint("#d5d2c8"), width: color ? 2.4 : 1 },
      data: [
        data(row[first], "left", `${row[nameAt]} ${row[first]}`, left),
        data(row[last], "right", `${row[last]} ${row[nameAt]}${move}`, right),
      ],
    };
  });
}

// One tile of a tile-grid map: its colour says the value, its text the name and the value.
function tile(block) {
  const { name_column, encode } = block.option.series[0];
  const values = numbersOf(block, encode.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rows = chosenOnly(block);
  return (params, api) => {
    const row = rows[params.dataIndex];
    if (row[block.columns.indexOf("tile_column")] === null) return null;
    const [x, y] = api.coord([api.value(params.encode.x[0]), api.value(params.encode.y[0])]);
    const [width, height] = api.size([1, 1]);
    const value = row[block.columns.indexOf(encode.value)];
    const isDark = (value - low) / (high - low || 1) > 0.6;
    const text = row[block.columns.indexOf(resolve(name_column, block))];
    const style = { fill: isDark ? "#ffffff" : "#26323a", textAlign: "center", textVerticalAlign: "middle" };
    const long = [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.58), 0);
    const size = Math.max(8, Math.min(14, width / 4.5, (width - 6) / long));
    const children = [{
      type: "rect",
      shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 },
      style: { fill: api.visual("color") },
    }, {
      type: "text", x, y: height > 34 ? y - 8 : y,
      style: { ...style, text, fontSize: size, width: width - 6, overflow: "truncate", ellipsis: "" },
    }];
    if (height > 34) {
      children.push({ type: "text", x, y: y + 10, style: { ...style, text: number(Math.round(1000 * value) / 1000), fontSize: 11 } });
    }
    return { type: "group", children };
  };
}

/** The label of a power of ten on a logarithmic axis: ten digits would leave no room for the picture. */
const powerOfTen = (value) => {
  const power = Math.round(Math.log10(value));
  return Math.abs(power) < 4 ? String(value) : `10${[...String(power)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")}`;
};

const FUNCTIONS = {
  power: () => powerOfTen,
  most_of_y: (block) => Math.max(...numbersOf(block, block.option.series[0].encode.y)),
  graph_nodes: (block) => graphNodes(block),
  graph_links: (block) => graphLinks(block),
  graph_roles: (block) => rolesOf(block).map((role) => ({ name: said(role) })),
  matrix_names: (block) => matrixNodes(block).map(({ name }) => name),
  matrix_cells: (block) => matrixCells(block),
  matrix_most: (block) => Math.max(1e-9, ...matrixCells(block).map(({ value }) => value[2])),
  peers: (block) => peersSeries(block),
  dot: (block) => dot(block),
  slopes: (block) => slopes(block),
  tile: (block) => tile(block),
  last_column: (block) => Math.max(...numbersOf(block, "tile_column")) + 0.5,
  last_row: (block) => Math.max(...numbersOf(block, "tile_row")) + 0.5,
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
    return ({ value }) => number(Math.round(100 * value[at]) / 100);
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
