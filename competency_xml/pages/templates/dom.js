// Reads the page: languages, payload, and every sheet as a tree of parts.
const root = document.documentElement;
const payload = JSON.parse(document.getElementById("payload").textContent);
const SVG = document.querySelector("svg")?.namespaceURI;

const language = () => root.dataset.lang;
const inLanguage = (text, lang = language()) => {
  const zh = text["zh-CN"];
  return (lang === "en" ? text.en || zh : zh || text.en) ?? Object.values(text)[0] ?? "";
};
const word = (name) => inLanguage(payload.words[name]);
const nameOf = (name) => inLanguage(payload.names[name]);

/** The text of an element with a span per language: the one that is shown, or the one in `lang`. */
const textOf = (element, lang = language()) =>
  (element.querySelector(`.${lang}`) ?? element).textContent.trim();

/** Makes an element; children are elements and strings. Strings are only ever text. */
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};

const makeSvg = (tag, attributes = {}, text = null) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== null) element.textContent = text;
  return element;
};

const leafOf = (element) => ({
  type: "item",
  element,
  id: element.dataset.item,
  kind: element.dataset.kind,
  critical: element.classList.contains("critical"),
  label: element.querySelector(".text"),
  code: element.dataset.code,
  shares: element.dataset.shares.trim().split(/\s+/).filter(Boolean).map(Number),
  children: [],
});

const partOf = (type, element, hue, children) => {
  const shares = [];
  for (const child of children) child.shares.forEach((share, table) => (shares[table] = (shares[table] ?? 0) + share));
  const part = { type, element, hue, children, shares, label: element.querySelector(".text"), code: element.dataset.code };
  for (const child of children) child.parent = part;
  return part;
};

const hueOf = (element) => [...element.classList].find((name) => name.startsWith("hue-"));

/** A sheet's functions left and right, its basics, and its items by id. */
const readSheet = (section) => {
  const functionsIn = (wing) =>
    [...section.querySelectorAll(`.wing.${wing} > .function`)].map((element) => {
      const works = [...element.querySelectorAll(".work")].map((work) =>
        partOf("work", work, hueOf(element), [...work.querySelectorAll(".item")].map(leafOf)),
      );
      return partOf("function", element, hueOf(element), works);
    });
  const block = section.querySelector(".basics");
  const basics = block && partOf("basics", block, "hue-basic", [...block.querySelectorAll(".item")].map(leafOf));
  const sheet = { key: section.id, section, left: functionsIn("left"), right: functionsIn("right"), basics, table: 0 };
  const leaves = (part) => (part.type === "item" ? [part] : part.children.flatMap(leaves));
  sheet.parts = [...sheet.left, ...sheet.right, ...(basics ? [basics] : [])];
  sheet.items = sheet.parts.flatMap(leaves);
  sheet.byId = new Map(sheet.items.map((item) => [item.id, item]));
  return sheet;
};
