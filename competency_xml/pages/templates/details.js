// The details of an item: all that the map says of it, and its way to what it is tied to.
const details = document.getElementById("details");

/** Items of the same sheet that this one supports, or that support it. */
const relatedTo = (sheet, item) => {
  const facts = payload.items[sheet.key]?.[item.id] ?? {};
  const supports = (facts.supports ?? []).map((id) => sheet.byId.get(id)).filter(Boolean);
  const supporters = sheet.items.filter((one) => (payload.items[sheet.key]?.[one.id]?.supports ?? []).includes(item.id));
  return { facts, supports, supporters };
};

const itemLink = (sheet, item, jump) =>
  make("button", { type: "button", onclick: () => jump(sheet, item) }, [item.code, textOf(item.label)].filter(Boolean).join(" "));

const fillDetails = (sheet, item, jump, close) => {
  const { facts, supports, supporters } = relatedTo(sheet, item);
  const hue = item.parent.hue;
  const path = [item.parent.parent, item.parent].filter(Boolean).map((part) => textOf(part.label)).join(" › ");
  const list = make("dl");
  const row = (name, ...values) => values.some(Boolean) && list.append(make("dt", {}, word(name)), make("dd", {}, ...values));
  const bloom = item.element.dataset.bloom;
  row("bloom", bloom && nameOf(bloom));
  row("assess", facts.assess);
  row("share", sharesText(sheet, item));
  row("supports", ...supports.map((one) => itemLink(sheet, one, jump)));
  row("supported_by", ...supporters.map((one) => itemLink(sheet, one, jump)));
  row("near", ...nearTo(sheet, item).map(([other, one]) => itemLink(other, one, jump)));
  row("replaced_by", (facts.replaced_by ?? []).join(", "));
  row("source", [facts.clause && `${word("clause")} ${facts.clause}`, facts.source].filter(Boolean).join(" · "));
  row("alignments", ...(facts.alignments ?? []).map((one) => make("div", {}, alignmentText(one))));
  list.append(make("dt", {}, "ID"), make("dd", { class: "id" }, item.id));
  const says = ["zh", "en"].map((lang) => textOf(item.label, lang)).filter((text, at, all) => all.indexOf(text) === at);
  if (language() === "en") says.reverse();
  const star = item.critical ? make("b", { class: "star" }, `★ ${word("critical")}`) : "";
  details.replaceChildren(
    make("header", {}, make("p", {}, make("span", { class: `chip ${hue}` }, [nameOf(item.kind), item.code].filter(Boolean).join(" ")), star, make("br"), path), make("button", { type: "button", "aria-label": word("close"), onclick: close }, "×")),
    ...says.map((text) => make("p", { class: "says" }, text)),
    facts.description ? make("p", {}, inLanguage(facts.description)) : "",
    list,
  );
};

const sharesText = (sheet, item) => {
  const tables = [...sheet.section.querySelectorAll(".switch button")].map((button) => textOf(button));
  return item.shares
    .map((share, table) => (tables[table] ? `${tables[table]} ` : "") + `${(share * 100).toFixed(1)}%`)
    .join(" · ");
};

const alignmentText = (one) =>
  [one.relation, one.what, inLanguage(one.title), one.target].filter(Boolean).join(" · ");

/** Near-alike items on other sheets, as [sheet, item]. */
const nearTo = (sheet, item) => {
  const found = [];
  for (const [, , pairs] of payload.pairs) {
    for (const [one, other, , near] of pairs) {
      if (!near) continue;
      for (const [mine, theirs] of [[one, other], [other, one]]) {
        if (mine[0] === sheet.key && mine[1] === item.id) found.push(theirs);
      }
    }
  }
  return found.map(([key, id]) => [sheetOf(key), sheetOf(key)?.byId.get(id)]).filter(([, one]) => one);
};
