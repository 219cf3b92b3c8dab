declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };
type Email = Branded<string, "Email">;

function toEmail(text: string): Email {
  if (!/^[^@\s]+@[^@\s]+\.\w+$/.test(text)) {
    throw new TypeError(`"${text}" is no address`);
  }
  return text.toLowerCase() as Email;
}

const members = new Set<Email>([toEmail("Ada@Example.org")]);
