const initials = (name: string): string =>
  name.replace(/(\w)\w*\s*/g, "$1").toUpperCase();
