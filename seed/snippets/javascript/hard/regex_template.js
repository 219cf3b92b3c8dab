const PLACEHOLDER = /\{\{\s*([\w.]+)\s*\}\}/g;

function lookUp(path, scope) {
  return path.split(".").reduce((value, key) => value?.[key], scope);
}

export function render(template, scope) {
  return template.replace(PLACEHOLDER, (match, path) => {
    const value = lookUp(path, scope);
    return value === undefined ? match : String(value);
  });
}
