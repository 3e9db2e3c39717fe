/* What an earlier session left: in the LMS, or on this machine where the LMS does not have the last of it. */
(function (cb) {
  "use strict";

  /** {state, queue, accepted, page, aside, isUnreadable}: calls to make again, the journal's page, copies of attempts
      put aside, and whether the LMS has resume data that tell nothing. */
  function restore(course, opening, local) {
    const fromLms = cb.resume.unpack(opening.state, course.tags);
    const copy = local.read();
    const fromCopy = copy && copy.state ? cb.resume.unpack(copy.state, course.tags) : null;
    const page = copy && copy.journal ? copy.journal : null;
    if (fromCopy !== null && isNewer(fromCopy, copy, fromLms, opening)) {
      const queue = missingCalls(copy, fromLms, opening);
      return named({ state: fromCopy, queue, accepted: copy.accepted === true, page, aside: local.aside() });
    }
    if (fromCopy !== null && isLeftOut(fromCopy, copy, fromLms)) local.putAside();
    const state = fromLms || cb.session.freshState(course.data.version);
    if (fromLms === null && opening.location !== "") state.bookmark = opening.location;
    const isUnreadable = fromLms === null && opening.state !== "";
    return named({ state, queue: [], accepted: fromLms !== null, page, aside: local.aside(), isUnreadable });
  }

  /** An attempt has a key, also one that an older version of the player began. */
  function named(restored) {
    const { state } = restored;
    if (state.key === undefined) state.key = cb.journal.newKey();
    return restored;
  }

  /** Without an LMS the copy is all there is. An LMS that took earlier work and has none now began a new attempt, or
      lost it where its status says that the attempt goes on. */
  function isNewer(fromCopy, copy, fromLms, opening) {
    if (!opening.recorded) return true; // Also where the LMS could not be reached: what it has is not known.
    if (fromLms === null) return !copy.accepted || (!opening.fresh && isOpen(copy));
    if (isOther(fromCopy, fromLms)) return false;
    return copy.unsaved ? fromCopy.revision >= fromLms.revision : fromCopy.revision > fromLms.revision;
  }

  /** Whether its attempt went on when it was written, as far as the LMS knows. */
  const isOpen = (copy) => Boolean(copy.journal) && (copy.unsaved || !copy.finished);

  /** Whether they are of different attempts; an attempt that an older version of the player began has no key. */
  const isOther = (fromCopy, fromLms) => fromLms.key !== undefined && fromLms.key !== fromCopy.key;

  /** Whether the LMS goes on with another attempt, and the copy holds work that nobody else may have. */
  function isLeftOut(fromCopy, copy, fromLms) {
    if (!copy.journal || copy.journal.interactions.length === 0) return false;
    return fromLms === null || (copy.unsaved && isOther(fromCopy, fromLms));
  }

  /** What is to be told again: what was never taken; of an LMS that lost what it had taken, all that it misses. */
  function missingCalls(copy, fromLms, opening) {
    const queue = copy.queue || [];
    if (!opening.recorded || copy.unsaved || !copy.journal) return queue;
    const journal = new cb.journal.Journal({}, copy.journal.attempt, copy.journal);
    return journal.callsAfter(fromLms === null ? 0 : fromLms.written);
  }

  cb.restore = restore;
})((window.CourseBridge = window.CourseBridge || {}));
