// Ties the page together: which sheet is shown, what is chosen, keys, language, search, print.
root.classList.add("js");
const sheets = [...document.querySelectorAll(".sheet:not(.overview)")].map(readSheet);
const overview = document.getElementById("overview");
const menu = document.getElementById("menu");
const search = document.getElementById("search");
const results = document.getElementById("results");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 1100px)");
const state = { sheet: null, item: null, focus: null, index: null };

const sheetOf = (key) => sheets.find((sheet) => sheet.key === key);
const titleOf = (sheet) => {
  const names = [...sheet.section.querySelectorAll("h2 > span")];
  return names.map((name) => textOf(name)).join(" ");
};

const showSheet = (key) => {
  const sheet = sheetOf(key) ?? null;
  const target = sheet?.section ?? overview ?? sheets[0]?.section;
  if (!target) return;
  const changed = !target.classList.contains("current");
  state.sheet = sheet ?? (overview ? null : sheets[0]);
  if (changed) {
    setFocus(null);
    for (const section of document.querySelectorAll(".sheet")) section.classList.toggle("current", section === target);
    scrollTo(0, 0);
  }
  if (menu) menu.value = target.id;
};

const choose = (item) => {
  state.item = item;
  const { sheet } = state;
  details.hidden = !item;
  for (const one of sheets) one.section.classList.toggle("has-details", one === sheet && Boolean(item));
  if (!sheet) return;
  paint();
  placeDetails();
  if (item) fillDetails(sheet, item, jump, () => leave());
  fitPanel();
  if (item || location.hash) history.replaceState(null, "", `#${sheet.key}${item ? `/${encodeURIComponent(item.id)}` : ""}`);
};

const placeDetails = () => {
  const home = wide.matches && state.sheet ? state.sheet.section.querySelector(".panel") : document.body;
  if (details.parentElement !== home) home.append(details);
};

/** Lets the middle end where the window ends, also before it sticks to the top: the details below the wheel stay in sight. */
const fitPanel = () => {
  const centre = state.sheet?.section.querySelector(".centre");
  if (!centre) return;
  centre.style.height = wide.matches ? `${innerHeight - centre.getBoundingClientRect().top - 10}px` : "";
};

/** Goes to an item, on whatever sheet it is. */
const jump = (sheet, item) => {
  results.hidden = true;
  showSheet(sheet.key);
  if (state.focus && !state.focus.element.contains(item.element)) setFocus(null);
  choose(item);
  item.element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  item.element.focus({ preventScroll: true });
};

const leave = () => {
  const { item } = state;
  choose(null);
  item?.element.focus({ preventScroll: true });
};

const choosePart = (sheet, part) => {
  if (!part) setFocus(null);
  else if (part.type === "item") jump(sheet, part);
  else if (part.type === "work") part.element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  else setFocus(state.focus === part ? null : part);
};

const runSearch = () => {
  state.index ??= makeIndex(sheets);
  const query = search.value;
  const found = findItems(state.index, query);
  const hits = new Set(found.map((entry) => entry.item));
  for (const sheet of sheets) sheet.section.classList.toggle("searching", Boolean(query.trim()));
  for (const { item } of state.index) item.element.classList.toggle("hit", hits.has(item));
  showResults(results, found, query, (sheet, item) => jump(sheet, item));
};

const setLanguage = (lang) => {
  root.dataset.lang = lang;
  root.lang = lang === "en" ? "en" : "zh-CN";
  search.placeholder = word("search");
  for (const option of menu?.options ?? []) option.textContent = option.value === "overview" ? word("overview") : titleOf(sheetOf(option.value));
  for (const sheet of sheets) draw(sheet);
  if (state.item) fillDetails(state.sheet, state.item, jump, () => leave());
};

const printPages = (one) => {
  document.body.classList.toggle("print-one", one);
  print();
};

const readAddress = () => {
  const [key, id] = location.hash.slice(1).split("/");
  showSheet(key);
  let wanted = null;
  try {
    wanted = id ? state.sheet?.byId.get(decodeURIComponent(id)) : null;
  } catch {
    wanted = null;
  }
  if (wanted) jump(state.sheet, wanted);
  else if (state.sheet) choose(null);
  else details.hidden = true;
};

for (const sheet of sheets) {
  for (const item of sheet.items) {
    item.element.addEventListener("click", () => (item === state.item ? leave() : choose(item)));
    item.element.addEventListener("mouseenter", () => sheet.arcs?.get(item)?.classList.add("lit"));
    item.element.addEventListener("mouseleave", () => sheet.arcs?.get(item)?.classList.remove("lit"));
  }
  for (const part of sheet.parts) {
    part.element.querySelector("button.name")?.addEventListener("click", () => choosePart(sheet, part));
  }
  for (const button of sheet.section.querySelectorAll(".switch button")) {
    button.addEventListener("click", () => {
      sheet.table = Number(button.dataset.table);
      for (const one of sheet.section.querySelectorAll(".switch button")) one.setAttribute("aria-pressed", String(one === button));
      draw(sheet);
    });
  }
}
for (const svg of document.querySelectorAll("svg.small")) drawWheel(svg, sheetOf(svg.dataset.sheet), { small: true });
for (const cell of document.querySelectorAll("[data-cell]")) {
  cell.addEventListener("click", () => showCell(...cell.dataset.cell.split(" ").map(Number), jump));
}
for (const button of document.querySelectorAll("[data-term]")) button.addEventListener("click", () => showTerm(button.dataset.term, jump));
for (const button of document.querySelectorAll("[data-jump]")) {
  button.addEventListener("click", () => jump(sheetOf(button.dataset.sheet), sheetOf(button.dataset.sheet).byId.get(button.dataset.jump)));
}
menu?.addEventListener("change", () => (location.hash = menu.value));
search.addEventListener("input", runSearch);
search.addEventListener("focus", () => search.value.trim() && runSearch());
document.addEventListener("click", (event) => {
  if (!event.target.closest(".seek")) results.hidden = true;
});
document.getElementById("language").addEventListener("click", () => setLanguage(language() === "en" ? "zh" : "en"));
document.getElementById("print-one").addEventListener("click", () => printPages(true));
document.getElementById("print-all")?.addEventListener("click", () => printPages(false));
addEventListener("afterprint", () => document.body.classList.remove("print-one"));
addEventListener("hashchange", readAddress);
addEventListener("scroll", fitPanel, { passive: true });
addEventListener("resize", fitPanel);
wide.addEventListener("change", placeDetails);
readAddress();
for (const sheet of sheets) draw(sheet);
