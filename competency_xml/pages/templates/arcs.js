// Geometry of the wheel. Angles are turns (0 to 1), clockwise from the top; radii are in units of the view box.
const point = (radius, turn) => {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
};

/** The outline of a ring's piece. A whole ring is drawn a hair short, because an arc cannot end where it begins. */
const ringPiece = (inner, outer, from, to) => {
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  return (
    `M${point(outer, from)}A${outer} ${outer} 0 ${large} 1 ${point(outer, end)}` +
    `L${point(inner, end)}A${inner} ${inner} 0 ${large} 0 ${point(inner, from)}Z`
  );
};

/** The line on which a text stands: clockwise above the middle, the other way round below, so that none is upside down. */
const textLine = (radius, from, to, below) => {
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  return below
    ? `M${point(radius, end)}A${radius} ${radius} 0 ${large} 0 ${point(radius, from)}`
    : `M${point(radius, from)}A${radius} ${radius} 0 ${large} 1 ${point(radius, end)}`;
};

const isBelow = (from, to) => {
  const middle = (from + to) / 2;
  return middle > 0.27 && middle < 0.73;
};

/** Width of a text in units of its type size: a Chinese character is 1 wide. */
const widthOf = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e7f" ? 1 : one === " " ? 0.3 : 0.56), 0);

const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

/** A text's words, each with the spaces and closing punctuation after it; Chinese words where the browser knows them. */
const wordsIn = (text) => {
  const words = segmenter ? [...segmenter.segment(text)].map((part) => part.segment) : charactersIn(text);
  const joined = [];
  for (const one of words) {
    if (joined.length && /^[\s，。、；：）》”,.;:)\]]+$/.test(one)) joined[joined.length - 1] += one;
    else joined.push(one);
  }
  return joined;
};

const charactersIn = (text) => text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? [];

/** Breaks words into lines of this width; null when they do not fit in `most` lines. */
const fill = (words, width, most) => {
  const lines = [""];
  for (const piece of words) {
    const last = lines.length - 1;
    if (widthOf(lines[last] + piece.trimEnd()) <= width) lines[last] += piece;
    else if (lines[last] && lines.length < most && widthOf(piece.trimEnd()) <= width) lines.push(piece);
    else return null;
  }
  return lines.map((line) => line.trim());
};

/** Breaks a text into lines of like length, between words if it can, as few as this width allows; null if it cannot. */
const linesOf = (text, width, most) => {
  const fewest = Math.max(Math.ceil(widthOf(text) / width), 1);
  for (const words of [wordsIn(text), charactersIn(text)]) {
    for (let count = fewest; count <= most; count += 1) {
      for (let room = widthOf(text) / count; room <= width; room += 0.25) {
        const lines = fill(words, room, count);
        if (lines) return lines;
      }
      const lines = fill(words, width, count);
      if (lines) return lines;
    }
  }
  return null;
};

/** As much of a text as fits, and an ellipsis; nothing when next to nothing fits. */
const beginningOf = (text, width, most) => {
  const words = wordsIn(text);
  const cut = (pieces) => linesOf(`${pieces.join("").replace(/[\s，。、；,.;]+$/, "")}…`, width, most);
  for (const pieces of [words, [...words[0]]]) {
    for (let length = pieces.length - 1; length > (pieces === words ? 0 : 2); length -= 1) {
      const lines = cut(pieces.slice(0, length));
      if (lines) return lines;
    }
  }
  return [];
};
