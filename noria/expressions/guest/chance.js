// Math.random, from the seed.

let seed = "";
let state = null;

/** Four words from the seed (FNV-1a from different offsets); the same seed gives the same numbers. */
function seeded() {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start;
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    return hash;
  });
  for (let round = 0; round < 12; round += 1) next(words);
  return words;
}

// sfc32 (Chris Doty-Humphrey, PractRand): small, fast, and not for secrets.
function next(words) {
  const [a, b, c, counter] = words;
  const sum = (a + b + counter) | 0;
  words[0] = b ^ (b >>> 9);
  words[1] = (c + (c << 3)) | 0;
  words[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
  words[3] = (counter + 1) | 0;
  return sum >>> 0;
}

Math.random = function random() {
  state ??= seeded();
  return next(state) / 4294967296;
};
