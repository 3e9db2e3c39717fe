// The wheel: role, functions, works and items as rings, angles by weight.
const RINGS = { function: [66, 116], work: [117, 178], item: [179, 212] };
let lineNumber = 0;

/** Gives every part its place on the wheel: right wing downwards, basics at the bottom, left wing downwards. */
const turnsOf = (sheet) => {
  const turns = new Map();
  const share = (part) => part.shares[sheet.table] ?? 0;
  const place = (part, from, to, backwards) => {
    turns.set(part, [from, to]);
    let at = backwards ? to : from;
    for (const child of part.children) {
      const size = share(part) ? ((to - from) * share(child)) / share(part) : 0;
      place(child, backwards ? at - size : at, backwards ? at : at + size, backwards);
      at += backwards ? -size : size;
    }
  };
  let clockwise = 0;
  for (const part of [...sheet.right, ...(sheet.basics ? [sheet.basics] : [])]) {
    place(part, clockwise, (clockwise += share(part)), false);
  }
  let back = 1;
  for (const part of sheet.left) place(part, back - share(part), (back -= share(part)) + share(part), true);
  return turns;
};

/** Draws the wheel. `focus` is a part that fills `grown` (0 to 1) of the way to the whole circle. */
const drawWheel = (svg, sheet, { small = false, focus = null, grown = 1, choose = null } = {}) => {
  const turns = turnsOf(sheet);
  const [start, end] = focus ? turns.get(focus) : [0, 1];
  const from = start * grown;
  const to = 1 + (end - 1) * grown;
  const seen = (turn) => Math.min(Math.max((turn - from) / (to - from || 1), 0), 1);
  svg.replaceChildren();
  const arcs = new Map();
  const visit = (part, hue) => {
    const [a, b] = turns.get(part).map(seen);
    if (b - a > 0.0002) {
      arcs.set(part, drawArc(svg, sheet, part, hue, a, b, choose));
      if (!small) drawLabel(svg, sheet, part, hue, a, b, Boolean(focus));
    }
    for (const child of part.children) visit(child, hue);
  };
  for (const part of sheet.parts) visit(part, part.hue);
  drawMiddle(svg, sheet, small, focus, choose);
  sheet.arcs = small ? sheet.arcs : arcs;
};

const ringOf = (part, sheet) => {
  if (part.type === "basics") return RINGS.function;
  // Basic requirements stand in no work: they are as deep as work and item together.
  if (part.type === "item" && part.parent === sheet.basics) return [RINGS.work[0], RINGS.item[1]];
  return RINGS[part.type];
};

const drawArc = (svg, sheet, part, hue, from, to, choose) => {
  const [inner, outer] = ringOf(part, sheet);
  const type = part.type === "basics" ? "function" : part.type;
  const arc = makeSvg("path", { class: `arc ${type}-arc ${hue} ${part.kind ?? ""}`, d: ringPiece(inner, outer, from, to) });
  arc.dataset.share = (to - from).toFixed(4);
  arc.dataset.of = part.id ?? part.element.dataset[part.type] ?? "";
  if (part.critical) {
    const [x, y] = point(outer + 11, (from + to) / 2).split(" ").map(Number);
    svg.append(makeSvg("text", { class: "tick", x, y: y + 4.5 }, "★"));
  }
  if (choose) {
    arc.append(makeSvg("title", {}, [part.code, textOf(part.label)].filter(Boolean).join(" ")));
    arc.addEventListener("click", () => choose(part));
    arc.addEventListener("mouseenter", () => part.element.classList.add("lit"));
    arc.addEventListener("mouseleave", () => part.element.classList.remove("lit"));
  }
  svg.append(arc);
  return arc;
};

const SIZES = { work: [12.5, 11, 10, 9, 8], large: [17, 15, 13, 11], function: [14, 12.5, 11, 9.5] };

const drawLabel = (svg, sheet, part, hue, from, to, large) => {
  if (part.type === "item") return large ? drawCode(svg, part, from, to) : null;
  const [inner, outer] = ringOf(part, sheet);
  const radius = (inner + outer) / 2;
  const isWork = part.type === "work";
  const percent = isWork ? "" : `${Math.round((part.shares[sheet.table] ?? 0) * 100)}%`;
  const code = part.element.querySelector(".badge")?.textContent ?? part.code ?? "";
  const under = percent && code ? `${code} · ${percent}` : percent;
  const sizes = isWork ? SIZES[large ? "large" : "work"] : SIZES.function;
  const room = (size) => ((to - from) * 2 * Math.PI * (radius - size / 2)) / size - 0.9;
  const most = (size) => Math.floor((outer - inner - 4) / (size * 1.18)) - (under ? 1 : 0);
  const size = sizes.find((one) => linesOf(textOf(part.label), room(one), most(one))) ?? sizes.at(-1);
  let lines = linesOf(textOf(part.label), room(size), most(size)) ?? beginningOf(textOf(part.label), room(size), most(size));
  if (under && widthOf(under) <= room(size)) lines = [...lines, under];
  if (!lines.length && widthOf(code) < room(size) + 0.6) lines = [code];
  drawLines(svg, lines, size, radius, from, to, isWork ? "on-tint" : "on-hue");
};

/** The code of an item, where its piece of the ring has room. */
const drawCode = (svg, part, from, to) => {
  const radius = (RINGS.item[0] + RINGS.item[1]) / 2;
  const room = ((to - from) * 2 * Math.PI * radius) / 10;
  if (part.code && widthOf(part.code) < room) drawLines(svg, [part.code], 10, radius, from, to, part.kind === "ability" ? "on-hue" : "on-tint");
};

const drawLines = (svg, lines, size, middle, from, to, look) => {
  const below = isBelow(from, to);
  lines.forEach((line, number) => {
    const offset = ((lines.length - 1) / 2 - number) * size * 1.18;
    const radius = middle + (below ? -offset + size * 0.36 : offset - size * 0.36);
    const id = `line-${(lineNumber += 1)}`;
    svg.append(makeSvg("path", { id, d: textLine(radius, from, to, below), fill: "none" }));
    const text = makeSvg("text", { class: look, "font-size": size });
    text.append(makeSvg("textPath", { href: `#${id}`, startOffset: "50%" }, line));
    svg.append(text);
  });
};

const drawMiddle = (svg, sheet, small, focus, choose) => {
  const middle = makeSvg("circle", { class: "middle", r: RINGS.function[0] - 3 });
  svg.append(middle);
  if (small) {
    svg.append(makeSvg("text", { class: "middle-name", "font-size": 44, y: 16 }, String(sheet.items.filter((item) => item.parent !== sheet.basics && item.shares.length).length)));
    return;
  }
  const name = focus ? textOf(focus.label) : titleOf(sheet);
  const size = [19, 17, 15].find((one) => widthOf(name) * one <= 108) ?? [19, 16, 13, 11].find((one) => linesOf(name, 108 / one, 4)) ?? 11;
  const lines = linesOf(name, 108 / size, 4) ?? beginningOf(name, 108 / size, 4);
  lines.forEach((line, number) => {
    const y = (number - (lines.length - 1) / 2) * size * 1.2 + size * 0.36;
    svg.append(makeSvg("text", { class: "middle-name", "font-size": size, y }, line));
  });
  if (focus) svg.append(makeSvg("text", { class: "middle-note", y: 48 }, word("whole")));
  if (choose) middle.addEventListener("click", () => choose(null));
};
