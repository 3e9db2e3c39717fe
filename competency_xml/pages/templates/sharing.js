// What a cell of the matrix, or a system that several name, stands for.
const cellBox = document.getElementById("cell");

const unitName = (number) => inLanguage(payload.units[number].label);

const showCell = (one, other, jump) => {
  const pairs = payload.pairs.find(([a, b]) => a === one && b === other)?.[2] ?? [];
  const terms = Object.entries(payload.terms).filter(([, units]) => [one, other].every((n) => units.some(([u]) => u === n)));
  const near = pairs.filter((pair) => pair[3]);
  const far = pairs.filter((pair) => !pair[3]);
  fillCell(
    make("h3", {}, `${unitName(one)} — ${unitName(other)}`),
    make("p", { class: "lead" }, near.length ? `${word("near_items")} ${near.length}` : word("no_near")),
    ...near.map((pair) => pairRow(pair, jump)),
    far.length ? make("p", { class: "lead" }, word("closest")) : "",
    ...far.map((pair) => pairRow(pair, jump)),
    make("p", { class: "lead" }, word("terms")),
    make("p", {}, ...(terms.length ? terms.map(([term]) => make("span", { class: "chip" }, term)) : [word("no_terms")])),
  );
};

const showTerm = (term, jump) => {
  const mentions = sheets.flatMap((sheet) =>
    sheet.items.filter((item) => mentionsTerm(textOf(item.label, "zh"), term)).map((item) => [sheet, item]),
  );
  fillCell(
    make("h3", {}, term),
    ...mentions.map(([sheet, item]) =>
      make("button", { type: "button", class: "jump", onclick: () => jump(sheet, item) }, make("b", {}, titleOf(sheet)), textOf(item.label)),
    ),
  );
};

const mentionsTerm = (text, term) => {
  const at = text.indexOf(term);
  const beside = (character) => character !== undefined && /[A-Za-z0-9]/.test(character);
  return at >= 0 && !beside(text[at - 1]) && !beside(text[at + term.length]);
};

const fillCell = (...children) => {
  cellBox.replaceChildren(...children.filter(Boolean));
  cellBox.hidden = false;
  cellBox.scrollIntoView({ block: "nearest" });
};

const pairRow = ([one, other, score, near], jump) => {
  const side = ([key, id]) => {
    const sheet = sheetOf(key);
    const item = sheet?.byId.get(id);
    return item ? make("button", { type: "button", onclick: () => jump(sheet, item) }, textOf(item.label)) : "";
  };
  return make("div", { class: near ? "pair" : "pair far" }, side(one), side(other), make("span", {}, score.toFixed(2)));
};
