// The keyboard: items, functions, sheets, search, and the way back.
const stepItem = (by) => {
  const { sheet, item } = state;
  const at = item ? sheet.items.indexOf(item) : by > 0 ? -1 : 0;
  jump(sheet, sheet.items[(at + by + sheet.items.length) % sheet.items.length]);
};

const stepPart = (by) => {
  const { sheet, item } = state;
  const holding = sheet.parts.findIndex((part) => item && part.element.contains(item.element));
  const part = sheet.parts[(holding + by + sheet.parts.length) % sheet.parts.length];
  const first = sheet.items.find((one) => part.element.contains(one.element));
  if (first) jump(sheet, first);
};

const stepSheet = (by) => {
  const keys = [...document.querySelectorAll(".sheet")].map((section) => section.id);
  const at = keys.indexOf(document.querySelector(".sheet.current").id);
  location.hash = keys[(at + by + keys.length) % keys.length];
};

const goBack = () => {
  if (!results.hidden || search.value) {
    search.value = "";
    runSearch();
  } else if (state.item) leave();
  else if (state.focus) setFocus(null);
  else if (overview) location.hash = "overview";
};

const KEYS = {
  "/": () => search.focus(),
  Escape: goBack,
  "[": () => stepSheet(-1),
  "]": () => stepSheet(1),
  ArrowDown: () => state.sheet && stepItem(1),
  ArrowUp: () => state.sheet && stepItem(-1),
  ArrowRight: () => state.sheet && stepPart(1),
  ArrowLeft: () => state.sheet && stepPart(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  const typing = event.target === search || event.target === menu;
  if (typing && event.key === "ArrowDown" && event.target === search) results.querySelector("button")?.focus();
  else if (typing && event.key !== "Escape") return;
  else if (results.contains(event.target) && event.key.startsWith("Arrow")) stepResult(event.key === "ArrowDown" ? 1 : -1);
  else KEYS[event.key]();
  event.preventDefault();
});

const stepResult = (by) => {
  const buttons = [...results.querySelectorAll("button")];
  (buttons[buttons.indexOf(document.activeElement) + by] ?? search).focus();
};
