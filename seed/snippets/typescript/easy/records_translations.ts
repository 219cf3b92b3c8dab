const greetings: Record<"en" | "de", string> = {
  en: "Hello",
  de: "Hallo",
};
