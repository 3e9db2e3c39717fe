/* An answer as a neutral interaction; each adapter writes it in its API's words. */
(function (cb) {
  "use strict";

  const MAX_CHARACTERS = 250;
  const TRUE_FALSE_KEYS = ["0", "1", "t", "f"];

  /** Text on one line, cut to 250 UTF-16 units without splitting a character. */
  function oneLine(text) {
    const flat = text.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim();
    let cut = "";
    for (const letter of flat) {
      if (cut.length + letter.length > MAX_CHARACTERS) break;
      cut += letter;
    }
    return cut;
  }

  /** Spec: SCORM 1.2 RTE 3.4.4 cmi.interactions.n.type; a true-false response is one of 0, 1, t, f. */
  function typeOf(question) {
    const legal = question.choices.every((choice) => TRUE_FALSE_KEYS.includes(choice.key));
    return question.type === "true-false" && legal ? "true-false" : "choice";
  }

  /** The interaction of a test question; `place` is {phase, form, attempt}, `keys` are in choice order. */
  function ofTest({ phase, form, attempt }, question, keys, latencyMs) {
    return {
      id: [phase, form, question.id, question.version, attempt].join("."),
      objective: `${phase}.${question.item}`,
      type: typeOf(question),
      correct: question.answer,
      weighting: question.points,
      response: keys.join(","),
      result: cb.scoring.isRight(question, keys) ? "correct" : "wrong",
      latencyMs,
      at: Date.now(),
      text: question.stem,
    };
  }

  /** The interaction of a survey question; `answer` is {keys} or {text}. */
  function ofSurvey(form, question, answer, latencyMs) {
    const types = { rating: "likert", choice: "choice", text: "fill-in" };
    return {
      id: ["survey", form, question.id, question.version, 1].join("."),
      objective: question.work ? `survey.${question.work}` : null,
      type: types[question.kind],
      correct: null,
      weighting: null,
      response: answer.text === undefined ? answer.keys.join(",") : oneLine(answer.text),
      result: "neutral",
      latencyMs,
      at: Date.now(),
      text: question.prompt,
    };
  }

  cb.interactions = { MAX_CHARACTERS, oneLine, ofTest, ofSurvey };
})((window.CourseBridge = window.CourseBridge || {}));
