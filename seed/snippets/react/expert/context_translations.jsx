import { createContext, use, useMemo } from "react";

const Messages = createContext({ locale: "en", texts: {} });

export function useTranslate() {
  const { locale, texts } = use(Messages);
  return useMemo(() => {
    const plural = new Intl.PluralRules(locale);
    return (key, values = {}) => {
      const entry = texts[key] ?? key;
      const form = entry[plural.select(values.count ?? 1)] ?? entry;
      return form.replace(/\{(\w+)\}/g, (all, name) =>
        name in values ? values[name].toLocaleString(locale) : all,
      );
    };
  }, [locale, texts]);
}
export const Translations = ({ locale, texts, children }) => (
  <Messages value={useMemo(() => ({ locale, texts }), [locale, texts])}>
    {children}
  </Messages>
);
