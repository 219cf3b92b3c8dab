function createLog(limit) {
  const entries = [];

  function add(text) {
    entries.push({ text, at: Date.now() });
    if (entries.length > limit) {
      entries.shift();
    }
  }

  const recent = () => entries.map(({ text }) => text);
  return { add, recent };
}

const log = createLog(2);
log.add("door opened");
console.log(log.recent());
