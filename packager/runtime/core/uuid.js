/* UUIDs without the browser's own crypto, which pages served without TLS do not have. Spec: RFC 4122 4.3, 4.4. */
(function (cb) {
  "use strict";

  const rotate = (word, bits) => (word << bits) | (word >>> (32 - bits));

  /** The message in blocks of sixteen 32-bit words, padded with its length. Spec: FIPS 180-4 5.1.1. */
  function blocksOf(bytes) {
    const words = new Array((((bytes.length + 8) >> 6) + 1) * 16).fill(0);
    bytes.forEach((byte, index) => (words[index >> 2] |= byte << (24 - 8 * (index % 4))));
    words[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length % 4));
    words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
    words[words.length - 1] = bytes.length << 3;
    return words;
  }

  function roundOf(index, b, c, d) {
    if (index < 20) return ((b & c) | (~b & d)) + 0x5a827999;
    if (index < 40) return (b ^ c ^ d) + 0x6ed9eba1;
    if (index < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    return (b ^ c ^ d) + 0xca62c1d6;
  }

  /** SHA-1 of bytes as 20 bytes. Spec: FIPS 180-4 6.1. */
  function sha1(bytes) {
    const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    const words = blocksOf(bytes);
    for (let start = 0; start < words.length; start += 16) {
      const schedule = words.slice(start, start + 16);
      let [a, b, c, d, e] = hash;
      for (let t = 0; t < 80; t += 1) {
        if (t >= 16) schedule[t] = rotate(schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16], 1);
        const next = (rotate(a, 5) + roundOf(t, b, c, d) + e + schedule[t]) | 0;
        [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
      }
      [a, b, c, d, e].forEach((word, index) => (hash[index] = (hash[index] + word) | 0));
    }
    return [].concat(...hash.map((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff)));
  }

  function textOf(bytes, version) {
    const marked = bytes.slice(0, 16);
    marked[6] = (marked[6] & 0x0f) | (version << 4);
    marked[8] = (marked[8] & 0x3f) | 0x80;
    const hex = marked.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /** The name-based UUID of a text in a namespace, itself a UUID: the same name gives the same UUID. */
  function named(namespace, name) {
    const space = namespace.replace(/-/g, "").match(/../g).map((pair) => Number.parseInt(pair, 16));
    return textOf(sha1(space.concat(Array.from(new TextEncoder().encode(name)))), 5);
  }

  function random() {
    return textOf(Array.from(window.crypto.getRandomValues(new Uint8Array(16))), 4);
  }

  /** SHA-1 of a text in hexadecimal. */
  function sha1Hex(text) {
    const bytes = sha1(Array.from(new TextEncoder().encode(text)));
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const isUuid = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text || "");

  cb.uuid = { named, random, isUuid, sha1Hex };
})((window.CourseBridge = window.CourseBridge || {}));
