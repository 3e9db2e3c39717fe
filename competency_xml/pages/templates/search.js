// Search over all sheets: Chinese and English texts, codes and ids; full width and half width are alike.
const MOST_RESULTS = 60;
const folded = (text) => text.normalize("NFKC").toLowerCase();

/** The index: one entry per item, made when somebody first searches. */
const makeIndex = (sheets) =>
  sheets.flatMap((sheet) =>
    sheet.items.map((item) => ({
      sheet,
      item,
      text: folded([item.code, item.id, textOf(item.label, "zh"), textOf(item.label, "en")].join(" \n ")),
    })),
  );

const wordsOf = (query) => folded(query).split(/\s+/).filter(Boolean);

const findItems = (index, query) => {
  const words = wordsOf(query);
  return words.length ? index.filter((entry) => words.every((one) => placeOf(entry.text, one) >= 0)) : [];
};

/** Where a word stands in a text; Latin words count from their start: mes is in MES, not in frames. */
const placeOf = (text, one, from = 0) => {
  for (let at = text.indexOf(one, from); at >= 0; at = text.indexOf(one, at + 1)) {
    if (!/[a-z0-9]/.test(one[0]) || !/[a-z0-9]/.test(text[at - 1] ?? " ")) return at;
  }
  return -1;
};

/** A text with the words of the query marked. */
const marked = (text, query) => {
  const words = wordsOf(query);
  const plain = folded(text);
  if (plain.length !== text.length) return [text];
  const hits = [...text].length === text.length ? words.flatMap((one) => placesOf(plain, one)) : [];
  hits.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [from, to] of hits) {
    if (from < at) continue;
    parts.push(text.slice(at, from), make("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
};

const placesOf = (text, one) => {
  const places = [];
  for (let at = placeOf(text, one); at >= 0; at = placeOf(text, one, at + one.length)) places.push([at, at + one.length]);
  return places;
};

const showResults = (box, found, query, open) => {
  box.hidden = !query.trim();
  const count = make("p", {}, found.length ? `${found.length} ${word("found")}` : word("nothing"));
  const buttons = found.slice(0, MOST_RESULTS).map(({ sheet, item }) =>
    make(
      "button",
      { type: "button", role: "option", onclick: () => open(sheet, item) },
      make("small", {}, [titleOf(sheet), nameOf(item.kind), item.code].filter(Boolean).join(" · ")),
      ...marked(textOf(item.label), query),
    ),
  );
  const more = found.length > MOST_RESULTS ? make("p", {}, `${word("more")} ${found.length - MOST_RESULTS}`) : "";
  box.replaceChildren(...[count, ...buttons, more].filter(Boolean));
};
