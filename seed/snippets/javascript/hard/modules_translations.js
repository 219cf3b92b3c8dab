const catalogs = new Map();

export async function translator(locale) {
  if (!catalogs.has(locale)) {
    catalogs.set(locale, import(`./locales/${locale}.js`));
  }
  const { messages } = await catalogs.get(locale);
  const plural = new Intl.PluralRules(locale);
  return (key, values = {}) => {
    const form = plural.select(values.count ?? 1);
    const text = messages[key]?.[form] ?? key;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  };
}
