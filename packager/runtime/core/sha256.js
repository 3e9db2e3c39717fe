/* SHA-256, since the browser's own is there on secure pages alone and many LMSs are not. Spec: FIPS 180-4 6.2. */
(function (cb) {
  "use strict";

  const FRACTION = 2 ** 32;

  /** The first 32 bits of the fractional parts of roots of the first `count` primes. */
  function rootsOfPrimes(count, root) {
    const found = [];
    for (let number = 2; found.length < count; number += 1) {
      if (isPrime(number)) found.push(((number ** (1 / root)) % 1) * FRACTION | 0);
    }
    return found;
  }

  function isPrime(number) {
    for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
    return true;
  }

  const START = rootsOfPrimes(8, 2);
  const CONSTANTS = rootsOfPrimes(64, 3);

  const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

  /** The message as 32-bit words in blocks of 16: its bytes, a 1 bit, zeros, its length in bits. */
  function blocksOf(bytes) {
    const words = new Int32Array(Math.ceil((bytes.length + 9) / 64) * 16);
    bytes.forEach((byte, index) => (words[index >> 2] |= byte << (24 - 8 * (index % 4))));
    words[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length % 4));
    words[words.length - 2] = Math.floor((bytes.length * 8) / FRACTION);
    words[words.length - 1] = (bytes.length * 8) | 0;
    return words;
  }

  function schedule(words, start) {
    const w = words.slice(start, start + 16);
    const all = Array.from(w);
    for (let t = 16; t < 64; t += 1) {
      const [a, b] = [all[t - 15], all[t - 2]];
      const low = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
      const high = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
      all.push((all[t - 16] + low + all[t - 7] + high) | 0);
    }
    return all;
  }

  function mixed(hash, words) {
    let [a, b, c, d, e, f, g, h] = hash;
    words.forEach((word, t) => {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[t] + word) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    });
    return [a, b, c, d, e, f, g, h].map((value, index) => (value + hash[index]) | 0);
  }

  /** The SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. */
  function sha256Hex(text) {
    const words = blocksOf(new TextEncoder().encode(text));
    let hash = START;
    for (let start = 0; start < words.length; start += 16) hash = mixed(hash, schedule(words, start));
    return hash.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  }

  cb.sha256Hex = sha256Hex;
})((window.CourseBridge = window.CourseBridge || {}));
