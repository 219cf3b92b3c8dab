type Contact = { email: string } | { phone: string; country: number };

function reach(contact: Contact): string {
  if ("email" in contact) {
    return `mail ${contact.email.toLowerCase()}`;
  }
  return `call +${contact.country} ${contact.phone}`;
}
