// What is drawn now: the wheel with its focus, the chosen item, and what it is tied to.
const draw = (sheet, grown = 1) => {
  const svg = sheet.section.querySelector("svg.wheel");
  const focus = sheet === state.sheet ? state.focus : null;
  drawWheel(svg, sheet, { focus, grown, choose: (part) => choosePart(sheet, part) });
  if (sheet === state.sheet) paint();
};

/** Marks the chosen item, and what it is tied to, in the lists and on the wheel. */
const paint = () => {
  const { sheet, item } = state;
  const tied = new Set();
  if (item) {
    const { supports, supporters } = relatedTo(sheet, item);
    for (const one of [...supports, ...supporters]) tied.add(one);
  }
  for (const one of sheet.items) {
    for (const element of [one.element, sheet.arcs?.get(one)].filter(Boolean)) {
      element.classList.toggle("chosen", one === item);
      element.classList.toggle("related", tied.has(one));
    }
    one.element.setAttribute("aria-pressed", String(one === item));
  }
};

/** Lets a function fill the wheel and stand out in the lists; null shows the whole again. */
const setFocus = (part) => {
  const { sheet, focus } = state;
  if (!sheet || part === focus) return;
  sheet.section.classList.toggle("focused", Boolean(part));
  focus?.element.classList.remove("focus");
  part?.element.classList.add("focus");
  grow(sheet, focus, part);
  part?.element.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
};

const grow = (sheet, before, after) => {
  const shrinks = !after;
  state.focus = after ?? before;
  const began = performance.now();
  const step = (now) => {
    const done = calm.matches || document.hidden ? 1 : Math.min((now - began) / 260, 1);
    const eased = 1 - (1 - done) ** 3;
    if (state.sheet !== sheet) state.focus = null;
    else if (done < 1) draw(sheet, shrinks ? 1 - eased : eased);
    else {
      state.focus = after;
      draw(sheet);
    }
    if (done < 1 && state.sheet === sheet) requestAnimationFrame(step);
  };
  step(began);
};
