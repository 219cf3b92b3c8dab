const percent = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(1)} %`;
