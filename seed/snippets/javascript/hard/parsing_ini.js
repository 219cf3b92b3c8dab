export function parseIni(text) {
  const result = {};
  let section = result;
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\[(.+)\]$/.exec(line.trim()) ?? [];
    const [, key, value] = /^\s*([^;#=]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name) {
      section = result[name] ??= {};
    } else if (key) {
      section[key] = /^\d+$/.test(value) ? Number(value) : value;
    }
  }
  return result;
}
